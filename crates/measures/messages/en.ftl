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

## urban_agglomeration
needs-settlement-population = Settlements need inhabitants: map the role “population”.
needs-settlement-positions = Settlements need positions: map “lon” and “lat” (or “x” and “y” in metres), or bind travel times to “travel” and leave “distance” as it is.
needs-settlement-areas = A threshold of density needs the role “area”; set “member_density_per_km2” and “seed_density_per_km2” to 0 to do without.
needs-population-not-negative = { $place } has a population below zero.
total-population-too-small = it is less than the inhabitants of the places listed.
urban-agglomeration-time-or-distance = a distance takes the place of travel times: leave out “travel” or “distance_km”.
urban-agglomeration-travel-unit = it is not known what the travel times are measured in; set “seconds”, “minutes” or “hours”.
urban-agglomeration-too-many-cells = the settlements cover more than 20 million cells; take larger cells or set “spread_area = false”.
table-urban-agglomeration = Urban agglomerations
table-members = Settlements and their agglomerations
table-sensitivity = What other thresholds would do
column-agglomeration = Agglomeration
column-agglomerations = Agglomerations
column-core = Core
column-cores = Cores
column-settlements = Settlements
column-population = Population
column-area-km2 = Area
column-lon = Longitude
column-lat = Latitude
column-role = Role
column-distance-km = Distance to the core
column-travel-time-min = Travel time to the core
column-stability = Stability
column-setting = Threshold
column-scaled-by = Multiplied by
column-share-changed = Share of inhabitants that change
column-adjusted-rand-index = Adjusted Rand index
role-seed = seed
role-merged-seed = merged seed
role-assigned = assigned
role-outside = outside
role-urban-centre = urban centre
role-urban-cluster = urban cluster
role-rural = rural
reason-no-population = population not known
reason-no-position = position not known
reason-no-area = area not known
reason-area-unknown = area not known for every settlement
reason-sparse = density below the threshold
reason-no-seed-near = no seed within the search radius
reason-no-route = no route to the seed that draws it most
reason-out-of-reach = the seed that draws it most is out of reach
reason-rural-cells = most of its inhabitants live outside urban clusters
reason-no-groups = there is nothing to group
setting-seed-population = population of a seed
setting-seed-density-per-km2 = density of a seed
setting-member-density-per-km2 = density of a member
setting-travel-time-min = travel time
setting-distance-km = distance
setting-search-radius-km = search radius
setting-merge-distance-km = merging distance
setting-centre-density-per-km2 = density of a centre
setting-centre-population = population of a centre
setting-cluster-density-per-km2 = density of a cluster
setting-cluster-population = population of a cluster
projection-as-given = the coordinates as given
projection-lambert = Lambert’s azimuthal equal-area projection
projection-mollweide = Mollweide’s projection
urban-agglomeration-hold = { $agglomerations ->
    [one] One agglomeration
   *[other] { $agglomerations } agglomerations
} with { $settlements ->
    [one] one settlement
   *[other] { $settlements } settlements
} hold { $population } inhabitants, { $share } of all.
urban-agglomeration-largest = The largest is { $agglomeration } with { $population } inhabitants in { $settlements ->
    [one] one settlement
   *[other] { $settlements } settlements
}.
urban-agglomeration-degree = { $centres } of the inhabitants live in urban centres, { $clusters } in the rest of urban clusters, { $rural } in rural settlements.
urban-agglomeration-weightiest = The threshold that matters most is the { $setting }: at { $value } ({ $factor } times) { $share } of the inhabitants change agglomeration, enter one or leave one.
urban-agglomeration-firm = None of { $variants } other thresholds that were tried changes where anybody belongs.
urban-agglomeration-no-seed = No settlement is a seed: more than { $least } inhabitants are asked for, and the largest, { $largest }, has { $population }.
urban-agglomeration-no-cluster = There is no urban cluster of at least { $least } inhabitants; the largest settlement, { $largest }, has { $population }.
urban-agglomeration-nobody = The population of no settlement is known, so there is no agglomeration.
urban-agglomeration-coarse = Settlement points stand for a population grid, which is coarse: centres and clusters come out smaller or larger than on a real grid, and are not comparable with official figures.
urban-agglomeration-unplaced = Settlements have no positions: travel time stands for distance, and seeds were not merged.
urban-agglomeration-no-areas = Areas are not known, so no threshold of density was applied: sparse settlements near a seed are counted in.
urban-agglomeration-unrouted = { $settlements ->
    [one] One settlement has
   *[other] { $settlements } settlements have
} no route to the seed that draws them most in the table of travel times, and stay outside for that reason alone.
urban-agglomeration-imputed = The travel time of { $settlements ->
    [one] one settlement
   *[other] { $settlements } settlements
} is made up from distance and “impute_speed_km_h”.
urban-agglomeration-unknown = { $settlements ->
    [one] One settlement is
   *[other] { $settlements } settlements are
} in no agglomeration because the population or the position is not known.
urban-agglomeration-cells = Settlements were put into cells with a side of { $side } m ({ $projection }).
urban-agglomeration-spread = Inhabitants are spread evenly over the cells nearest to the point of their settlement, as many as its area has.
urban-agglomeration-points = All inhabitants of a settlement are in the one cell of its point.
urban-agglomeration-great-circle = Distances are great circles.
urban-agglomeration-plane = Distances are straight lines in the plane of the coordinates.
urban-agglomeration-speed = Travel times are straight-line distances at { $speed } km/h.
urban-agglomeration-uneven = Of { $pairs } pairs of settlements with travel times both ways, { $uneven } have different ones. The time from the settlement to the seed counts.
urban-agglomeration-total-summed = Shares refer to the { $total } inhabitants of all settlements listed.
urban-agglomeration-total-given = Shares refer to { $total } inhabitants, as set.
chart-urban-agglomeration-largest = The largest agglomerations
chart-urban-agglomeration-largest-reading = Each bar is the population of an agglomeration, all its settlements together.
chart-urban-agglomeration-map = Settlements and agglomerations
chart-urban-agglomeration-map-reading = Each point is a settlement, the larger the more inhabitants. Settlements of one colour make one agglomeration; those without a colour are in none.
chart-urban-agglomeration-sensitivity = How far thresholds decide
chart-urban-agglomeration-sensitivity-reading = Each bar is the share of inhabitants whose settlement changes agglomeration, enters one or leaves one if one threshold is multiplied by the number beside it.

## mean_city_population_size
needs-groups-of-cities = “by_group” needs places with the role “group”.
table-mean-city-population-size = Mean city population size
table-cities = Cities and what they add
column-mean-city-population-size = Mean city population size
column-power-mean-city-size = Power mean of city size
column-mean-size-in-cities = Mean size, inhabitants of cities
column-degree-of-urbanisation = Degree of urbanisation
column-cities = Cities
column-city-population = Population of cities
column-total-population = Total population
column-mean-added = Part of the mean
reason-no-inhabitants = nobody lives there
reason-no-city = no place is large enough
mean-city-population-size-one = The mean city population size is { $mean }: so large is the city of a randomly chosen inhabitant, on average. { $degree } of the inhabitants live in { $cities ->
    [one] one city
   *[other] { $cities } cities
}.
mean-city-population-size-most = Of { $all } groups, { $entity } has the largest mean city population size: { $mean }. { $degree } of its inhabitants live in { $cities ->
    [one] one city
   *[other] { $cities } cities
}.
mean-city-population-size-largest = { $city } has { $share } of the inhabitants and makes up { $contribution } of that mean.
mean-city-population-size-nobody = Nobody lives in any of the places, so there is no mean.
mean-city-population-size-total = All inhabitants are taken to be those of the places listed. If people live elsewhere, the mean and the degree of urbanisation are too high: set “total_population”.
mean-city-population-size-unknown = { $places ->
    [one] One place is
   *[other] { $places } places are
} left out because the population or the group is not known.
mean-city-population-size-census = A list of cities is a census: there is no sampling error. Low and high enclose the mean over all places without a threshold, with the inhabitants that no place accounts for in places no larger than the smallest listed.
mean-city-population-size-power = The power mean has order { $order }; with order 1 it is the mean city population size.
chart-mean-city-population-size-compared = Mean city population size by group
chart-mean-city-population-size-compared-reading = Each bar is the size of the city in which a randomly chosen inhabitant of the group lives, on average; whoever lives in no city counts 0.
chart-mean-city-population-size-contributions = The cities that make up the mean
chart-mean-city-population-size-contributions-reading = Each bar is what a city adds to the mean city population size of its group: its population times its share of the inhabitants.
