## Shared by measures.
needs-regions = A register needs regions: map the role “region”, or map “lon” and “lat” and give the source polygons (“regions”).
needs-source = No source is bound.
sampling-sizes = Intervals take establishments of the sizes in the data to locate independently of each other.
sampling-establishments = Intervals take the establishments of a cell to be of one size and to locate independently; where sizes differ much, the truth is wider.
sampling-units = The source says nothing of establishments, so intervals treat every unit of value as if it located by itself. They are too narrow: map “establishments” or use a register.
gaps-left-out = { $gaps ->
    [one] One pair is
   *[other] { $gaps } pairs are
} listed without a value (missing or withheld); totals and shares are computed without them.
reference-share-of-the-whole = as in the whole
reason-empty-region = nothing in the region
reason-empty-industry = nothing in the industry

## location_quotient
table-location-quotient = Location quotients
column-location-quotient = Location quotient
location-quotient-top = The surest specialisation is { $industry } in { $region }: { $lq } times its share of the whole ({ $level } interval { $low } to { $high }).
location-quotient-sure = { $sure } of { $all } pairs of region and industry are over-represented beyond doubt ({ $level } interval above 1).
location-quotient-none-sure = None of { $all } pairs of region and industry is over-represented beyond doubt ({ $level } interval above 1).
location-quotient-plain = { $all } location quotients, without intervals.
location-quotient-bootstrap = Intervals are percentiles over registers resampled establishment by establishment.
location-quotient-bootstrap-needs-register = “bootstrap” resamples establishments and needs a register; for counts use “log_ratio”.
chart-location-quotient-strongest = The surest specialisations
chart-location-quotient-strongest-reading = Each bar is a pair of region and industry and runs from 1, its share as in the whole, to its quotient; equal steps on the axis double it. The whisker is the interval; pairs are ordered by its lower end.
chart-location-quotient-heat = Location quotients of all pairs
chart-location-quotient-heat-reading = Rows are regions, columns industries. One colour is above the share of the whole, the other below; the paler, the closer to it. Hatched: no value.
chart-location-quotient-map = Where { $industry } is over-represented
chart-location-quotient-map-reading = One colour is above the share of the whole, the other below; the paler, the closer to it. Hatched: no value.

## specialization
table-specialization = Specialisation of regions
column-krugman = Krugman index
column-krugman-low = Krugman index, low
column-krugman-high = Krugman index, high
column-herfindahl = Herfindahl index
column-herfindahl-low = Herfindahl index, low
column-herfindahl-high = Herfindahl index, high
column-shannon-entropy = Shannon entropy (bits)
column-shannon-entropy-low = Shannon entropy, low (bits)
column-shannon-entropy-high = Shannon entropy, high (bits)
column-hachman = Hachman index
column-hachman-low = Hachman index, low
column-hachman-high = Hachman index, high
column-theil = Theil index
column-theil-low = Theil index, low
column-theil-high = Theil index, high
reason-industry-not-in-reference = an industry of the region is not in the reference
reason-flat = an interval is missing: small changes do not move the index here
flat-intervals = { $rows ->
    [one] In one row an index has
   *[other] In { $rows } rows an index has
} no interval: small changes do not move it there, so the delta method cannot say how sure it is.
estimate = { $value } ({ $level } interval { $low } to { $high })
unlisted-left-out = { $pairs ->
    [one] One pair is
   *[other] { $pairs } pairs are
} not listed and not known to be zero; the numbers treat them as zero.
specialization-one = The Krugman index of { $region } is { $krugman }; 0 is the industry mix of the whole, 2 has no industry in common with it.
specialization-ends = Judged by the cautious ends of the intervals, the most specialised region is { $most }: Krugman index { $most-krugman }; the least specialised is { $least }: { $least-krugman }. 0 is the industry mix of the whole, 2 has no industry in common with it.
specialization-ends-plain = The most specialised region is { $most }: Krugman index { $most-krugman }; the least specialised is { $least }: { $least-krugman }. 0 is the industry mix of the whole, 2 has no industry in common with it.
specialization-against-median = Against the median region (Krugman index { $median }), { $more } of { $all } regions are surely more specialised and { $less } surely less: their { $level } intervals lie wholly above or below it.
chart-specialization-krugman = The most specialised regions
chart-specialization-krugman-reading = Each bar is the Krugman index of a region: 0 is the industry mix of the whole, 2 has no industry in common with it. The whisker is the interval.
chart-specialization-diversity = Diversity and size of regions
chart-specialization-diversity-reading = Each dot is a region: the further right, the larger; the higher, the more evenly spread over industries. Large regions that stand low live from few industries.
chart-specialization-map = How specialised the regions are
chart-specialization-map-reading = The stronger the colour, the further the industry mix of the region is from that of the whole (Krugman index). Hatched: no value.

## concentration
table-concentration = Concentration of industries
column-locational-gini = Locational Gini
column-locational-gini-low = Locational Gini, low
column-locational-gini-high = Locational Gini, high
column-hoover = Hoover index
column-hoover-low = Hoover index, low
column-hoover-high = Hoover index, high
column-theil-t = Theil’s T
column-theil-t-low = Theil’s T, low
column-theil-t-high = Theil’s T, high
column-theil-l = Theil’s L
column-theil-l-low = Theil’s L, low
column-theil-l-high = Theil’s L, high
column-theil-t-between = Theil’s T between groups
column-theil-t-within = Theil’s T within groups
column-theil-l-between = Theil’s L between groups
column-theil-l-within = Theil’s L within groups
reason-region-without-weight = a region of the industry has no share in what it is compared with
reason-region-without-industry = some region is without the industry
needs-area = Concentration relative to area needs “places” with the role “area”.
needs-population = Concentration relative to population needs “places” with the role “population”.
needs-weight = “places” has no area or population (a number not below zero) for the region { $region }.
needs-group = “places” has no group for the region { $region }.
concentration-reference-unused = a reference is only used with “total”; leave it out or set “total”.
pattern-total = the pattern of all industries together
pattern-reference = the pattern of the reference
pattern-regions = an even spread over the regions
pattern-area = the pattern of the area
pattern-population = the pattern of the population
concentration-most = Judged by the lower end of the interval, the most concentrated industry is { $industry }: locational Gini { $gini }; { $move } of it would have to move to match { $pattern }.
concentration-most-plain = The most concentrated industry is { $industry }: locational Gini { $gini }; { $move } of it would have to move to match { $pattern }.
concentration-between = In the median industry, { $share } of the concentration (Theil’s T) lies between the groups of regions, the rest within them.
chart-concentration-gini = The most concentrated industries
chart-concentration-gini-reading = Each bar is the locational Gini of an industry: 0 is the pattern it is compared with, 0.5 is everything in one small region. The whisker is the interval.
chart-concentration-size = Concentration and size of industries
chart-concentration-size-reading = Each dot is an industry: the further right, the larger; the higher, the more concentrated. Small industries may stand high by chance; large ones that do are clusters worth a look.
chart-concentration-groups = Concentration between and within groups of regions
chart-concentration-groups-reading = Each bar is the concentration of an industry (Theil’s T): one part is between the groups of regions, the other among the regions of a group.

## shift_share
table-shift-share = Shift-share by region and industry
table-shift-share-regions = Shift-share by region
table-shift-share-periods = Shift-share by region and period
column-value-start = Value at the start
column-value-end = Value at the end
column-national = National effect
column-mix = Mix effect
column-regional = Regional effect
column-total = Total change
column-competitive = Competitive effect
column-allocation = Allocation effect
column-undivided = Regional effect without parts
column-growth = Growth
column-national-growth = Growth of the nation
reason-new-industry = new to the region
reason-not-in-nation = the nation has none to compare with
shift-share-amount = { $value } { $unit }
shift-share-region = From { $start } to { $end }, { $region } changed by { $total }: { $national } as the nation grew, { $mix } for its mix of industries, { $regional } of its own.
shift-share-most = From { $start } to { $end }, { $region } gained the most beyond what the nation’s growth and its own mix of industries explain: { $regional }, in a total change of { $total }.
shift-share-least = { $region } lost the most: { $shortfall } less than the nation’s growth and its mix of industries would have given, in a total change of { $total }.
shift-share-none = In no region does the change differ from what the nation’s growth and the mix of industries explain.
shift-share-own-reference = The nation is the sum of all regions of the source, so the regional effects of an industry that existed at the start cancel out over regions.
shift-share-gaps = { $gaps ->
    [one] One pair of region and industry lacks
   *[other] { $gaps } pairs of region and industry lack
} a value in one of the periods (missing or withheld); they are left out of all sums, the nation’s too.
shift-share-not-in-nation = The nation has no value to grow from for { $industries }; their change beyond the nation’s growth counts as regional.
shift-share-not-after = the start ({ $start }) must come before the end ({ $end }).
shift-share-reference-lacks-period = The reference has no period { $period }; it needs the same period codes as the source.
reference-as-its-industries = as its industries in the nation
reference-mix-of-the-nation = mix as good as the nation’s
chart-shift-share-regions = What made the regions grow or shrink
chart-shift-share-regions-reading = Each bar is the change of a region: what came with the nation, with its mix of industries, and of its own. Parts to the left are losses. The regions with the largest regional effects are shown.
chart-shift-share-map = Gains and losses beyond nation and mix
chart-shift-share-map-reading = Regional effect. One colour is a gain, the other a loss; the paler, the smaller. Hatched: no value.
chart-shift-share-scatter = Good mix or own strength?
chart-shift-share-scatter-reading = To the right, a mix of industries that grow in the nation; upwards, industries that do better here than in the nation. Larger dots are larger regions.
chart-shift-share-pairs = Where industries did better or worse than in the nation
chart-shift-share-pairs-reading = Each bar is the regional effect of a pair of region and industry: its change beyond the growth of that industry in the nation. The largest are shown.
chart-shift-share-industries = What made the industries grow or shrink
chart-shift-share-industries-reading = Each bar is the change of an industry here: what came with the nation, with the industry’s own growth in the nation, and what is particular to the region. Parts to the left are losses.
chart-shift-share-periods = The regional effect over time
chart-shift-share-periods-reading = Change in each step beyond what nation and mix explain, at the end of the step. Above zero the region gained, below it lost.

## Shared by ellison_glaeser, maurel_sedillot and coagglomeration.
needs-plants = The establishments behind the counts are needed: bind a register with their sizes to “plants”, or one with regions to “source”.
needs-source-or-counts = “source” is a register that has both establishments and regions: leave out “counts” and “plants”, or leave out “source”.
needs-matching-reference = No region of the source has a value in the reference: the two use different codes.
column-g = G
column-hhi = Herfindahl index of establishments
column-expected-g = G expected by chance
column-z = z
column-p-value = p-value
column-q-value = q-value
reason-no-plants = no establishment with a size is listed
reason-one-plant = all in one establishment
plants-most-concentrated = Most concentrated beyond the size of their establishments: { $industries }.
plants-industry = { $industry } ({ $gamma })
plants-concentrated = { $sure ->
    [one] One of { $all } industries is
   *[other] { $sure } of { $all } industries are
} more concentrated than establishments that locate independently of each other would be (false discovery rate { $rate }).
plants-none-concentrated = None of { $all } industries is more concentrated than establishments that locate independently of each other would be (false discovery rate { $rate }).
plants-monte-carlo = p-values compare with { $draws } random locations of the same establishments, each region drawn with its share of the whole.
plants-normal = p-values take the normal distribution. The true one is skewed to the right, so that large values get p-values that are too small: set “draws” to simulate them.
plants-sizeless = The establishments have no sizes: each counts 1.
plants-outside-reference = { $regions ->
    [one] One region of the source has
   *[other] { $regions } regions of the source have
} no value in the reference. Their share of the whole is taken as zero, which makes whatever is there look concentrated.
plants-independent-location = independent location

## ellison_glaeser
table-ellison-glaeser = Ellison-Glaeser index
column-gamma = Ellison-Glaeser index
ellison-glaeser-highly-concentrated = highly concentrated (Ellison and Glaeser)
chart-ellison-glaeser-largest = The most concentrated industries
chart-ellison-glaeser-largest-reading = 0 is what establishments that locate independently of each other give on average, 1 an industry wholly in one place. Look up the q-value in the table: with few establishments a long bar happens by chance.
chart-ellison-glaeser-and-plant-size = Concentration and size of establishments
chart-ellison-glaeser-and-plant-size-reading = Each dot is an industry: along, the Herfindahl index of its establishments; upwards, its raw concentration G. If establishments locate independently, dots lie about a line through the origin with a slope just below 1; above it stands what their size does not explain.

## maurel_sedillot
table-maurel-sedillot = Maurel-Sédillot index
column-maurel-sedillot = Maurel-Sédillot index
chart-maurel-sedillot-largest = The most concentrated industries
chart-maurel-sedillot-largest-reading = 0 is what establishments that locate independently of each other give on average, 1 an industry wholly in one place. Look up the q-value in the table: with few establishments a long bar happens by chance.
chart-maurel-sedillot-and-plant-size = Concentration and size of establishments
chart-maurel-sedillot-and-plant-size-reading = Each dot is an industry: along, the Herfindahl index of its establishments; upwards, its raw concentration G. If establishments locate independently, dots lie about the line on which both are equal; above it stands what their size does not explain.

## coagglomeration
table-coagglomeration = Co-agglomeration of industries
table-groups = Co-agglomeration of groups
column-coagglomeration = Co-agglomeration
column-group = Group
column-industries = Industries
reason-one-industry = only one industry of the group is not empty
coagglomeration-top = The most co-agglomerated pair is { $from } and { $to } ({ $value }).
coagglomeration-sure = Of { $all } pairs of industries, { $together } share regions more and { $apart } less than equally concentrated industries that take no notice of each other would (false discovery rate { $rate }).
coagglomeration-top-group = { $groups ->
    [one] The { $industries } industries of { $group } have
   *[other] The most co-agglomerated of { $groups } groups is { $group }, whose { $industries } industries have
} a co-agglomeration of { $value }.
coagglomeration-few-industries = The whole is made of so few industries that the places of some give those of the others: nothing here tells a link from chance. Bind totals of all industries to “reference”.
chart-coagglomeration-extreme = The pairs that stand out most
chart-coagglomeration-extreme-reading = Each bar is a pair of industries: to the right those that share regions, to the left those that avoid each other.
chart-coagglomeration-heat = Which industries locate together
chart-coagglomeration-heat-reading = Each cell is a pair of industries. One colour is for pairs that share regions, the other for pairs that avoid each other; the paler, the nearer to 0.
chart-coagglomeration-groups = Groups of industries
chart-coagglomeration-groups-reading = Each bar is a group: to the right its industries share regions, to the left they avoid each other. It is on the scale of the Ellison-Glaeser index of one industry.

## marcon_puech
needs-coordinates = A register needs coordinates: map “lon” and “lat”, or “x” and “y”.
needs-moderate-coordinates = Some coordinates are no places on a map: their metres must be numbers below 10¹² in size.
table-marcon-puech = Marcon and Puech’s M
table-industries = Patterns of industries
table-individual = Single establishments
column-neighbour = Neighbouring industry
column-r-m = Distance
column-global-low = Low, whole curve
column-global-high = High, whole curve
column-mean = Mean of chance
column-pattern = Pattern
column-from-m = Significant from
column-to-m = Significant to
column-strongest-r-m = Most significant at
column-lon = Longitude
column-lat = Latitude
pattern-localised = localised
pattern-dispersed = dispersed
pattern-both = localised and dispersed
pattern-random = no pattern
reason-no-neighbour = no neighbour that near
reason-no-weight = all weights are zero
reason-few-establishments = too few establishments
null-random-location = random location: establishments dealt out anew over the existing sites
null-random-labelling = random labelling: industries dealt out anew, sizes staying where they are
null-population-independence = population independence: the industry stays and all others are dealt out anew
null-complete-spatial-randomness = complete spatial randomness: as many establishments anywhere in the window
chart-marcon-puech-curves = Relative concentration over distance
chart-marcon-puech-curves-reading = Up to each distance, how many times the industry’s share among the neighbours of its establishments exceeds its share in the whole. Shaded: what chance gives at each distance by itself. Dashed: what chance gives over the whole curve; an industry above it is localised, below it dispersed.
chart-individual-map = { $industry }: establishments and what surrounds them within { $r } m
chart-individual-map-reading = Each point is an establishment. Its colour says how many times the industry’s share among its neighbours up to the distance in the table exceeds the share in the whole. Single values have no test.
curves-industry = { $industry } ({ $value } at { $r } m)
curves-pair = { $neighbour } around { $industry } ({ $value } at { $r } m)
curves-strongest = Furthest from chance: { $industries }.
curves-counted = Of { $all } { $all ->
    [one] industry
   *[other] industries
}, { $localised } { $localised ->
    [one] is
   *[other] are
} localised and { $dispersed } dispersed beyond chance (false discovery rate { $rate }).
curves-counted-between = Of { $all } { $all ->
    [one] pair
   *[other] pairs
} of industries, { $localised } attract and { $dispersed } avoid each other beyond chance (false discovery rate { $rate }).
curves-untested = { $all ->
    [one] One curve was
   *[other] { $all } curves were
} computed without random draws, so nothing tells a pattern from chance.
curves-no-draws = There are no bands of chance: set “draws” to have some.
curves-few-establishments = { $industries ->
    [one] One industry has
   *[other] { $industries } industries have
} too few establishments for a curve: see “Why empty”, and “min_establishments”.
curves-few-draws = With { $draws } draws no single industry can pass the false discovery rate on its own, whatever its pattern: at least { $needed } draws would let one.
curves-coincident = { $establishments ->
    [one] One establishment shares
   *[other] { $establishments } establishments share
} a site with others; they count as neighbours at distance 0.
curves-draws = Bands and p-values come from { $draws } draws of { $null }.
marcon-puech-weighted = Neighbours count by their size.
marcon-puech-unweighted = Each neighbour counts 1.
marcon-puech-case-control = The industry is compared with the neighbours as its controls, not with all establishments.

## ripley
table-ripley = Ripley’s functions
chart-ripley-curves = Closeness over distance
chart-ripley-curves-reading = How close establishments are to each other, up to each distance (g: at each distance), against establishments that could be anywhere. Shaded: what chance gives at each distance by itself. Dashed: what chance gives over the whole curve; an industry above it is localised, below it dispersed.
reason-beyond-window = longer than the window allows
reason-at-zero = not defined at 0
ripley-complete-randomness = complete spatial randomness
ripley-function-k = Values are K in m², with isotropic edge correction: the area in which a random pattern of the same density has as many neighbours.
ripley-function-l = Values are L − r in metres, with isotropic edge correction: above 0 establishments are closer than a random pattern.
ripley-function-g = Values are the pair correlation g, with isotropic edge correction and an Epanechnikov kernel of half-width 0.15/√density, summed over exact distances: above 1, more pairs at just that distance than in a random pattern.
ripley-weighted = Every pair counts by the product of its sizes.
ripley-box = The window is the box around all sites. Land in it where nobody could be makes everything look close: give “window_m”, or “window” = “regions”.
ripley-far = Distances beyond half the shorter side of the window ({ $half } m) rest on few pairs with large edge corrections.
ripley-window = The window has { $area } km².
ripley-outside-window = { $establishments } of { $all } establishments lie outside the window; enlarge it, or leave them out with “where”.
ripley-on-a-line = all sites lie on a line, so the box around them has no area; give “window_m”, or “window” = “regions”
ripley-no-area = the window has no area; give one that has
ripley-needs-regions = A window of regions needs their outlines: give the source polygons (“regions”), or take “window” = “box”.
