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
reference-share-of-the-nation = as much as in the nation
reference-growth-of-the-nation = growth of the nation
chart-shift-share-bubbles = How strong the industries of { $region } are, and how they grew
chart-shift-share-bubbles-reading = To the right of 1 the region has more than its share of an industry at the end; above the line the industry grew faster than the nation. Upper right: strong and growing. Lower right: strong and falling behind. Upper left: small and rising. Larger dots are larger industries.
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
table-members = Who belongs where
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
column-membership-stability = Share of variants in the same agglomeration
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

## moran
table-moran = Moran’s I
table-moran-scatter = Regions and their neighbours
table-weights = Weights between regions
column-moran = Moran’s I
column-variance = Variance
column-variance-normality = Variance, normal values
column-z-normality = z, normal values
column-regions = Regions
column-islands = Islands
column-deviate = Deviation from the mean (standard deviations)
column-spatial-lag = Neighbours’ deviation (spatial lag)
column-neighbourhood = Neighbours are
column-standardise = Scale of weights
column-links = Links
column-neighbours-least = Fewest neighbours
column-neighbours-mean = Mean number of neighbours
column-neighbours-most = Most neighbours
column-distance-m = Distance
neighbourhood-given = given weights
neighbourhood-queen = regions that share a point of their outlines (queen)
neighbourhood-rook = regions that share a piece of edge (rook)
neighbourhood-nearest = the nearest regions
neighbourhood-distance-band = regions within a distance
neighbourhood-kernel = regions weighted by distance (kernel)
standardise-row = each region’s weights add up to 1
standardise-binary = each neighbour counts 1
standardise-none = weights as they are
standardise-variance = variance-stabilised
reason-few-regions = fewer than three regions have a value
reason-no-neighbours = no two regions with a value are neighbours
reason-no-geography = no outline or position
reason-island = no neighbour
reference-mean = mean
moran-top = { $variable }: Moran’s I is { $value }, where chance gives { $expected } on average (p = { $p }).
moran-sure = { $sure ->
    [one] One of { $all } values gathers or disperses
   *[other] { $sure } of { $all } values gather or disperse
} in space more than chance would make them (false discovery rate { $rate }).
chart-moran-strongest = Spatial autocorrelation
chart-moran-strongest-reading = Each dot is Moran’s I; the line is where chance puts it, not an interval of the dot. To the right of its line neighbours are alike, to the left they differ.
chart-moran-scatter = { $variable }: regions and their neighbours
chart-moran-scatter-reading = Each dot is a region: along, how far it is from the mean; upwards, how far its neighbours are. Upper right: high among high; lower left: low among low; the other two corners: regions unlike their neighbours.
weights-only-islands = No region has a neighbour: take a larger “distance_m”, or the nearest regions (“weights” = “nearest”)
lattice-none-defined = No statistic is defined; the tables say why.
lattice-islands = { $count ->
    [one] One region has no neighbour ({ $regions }). It has nothing to resemble, but counts
   *[other] { $count } regions have no neighbour ({ $regions }). They have nothing to resemble, but count
} in the mean and in the number of regions.
lattice-unplaced = { $count ->
    [one] One region has no outline or position and is left out
   *[other] { $count } regions have no outline or position and are left out
}: { $regions }.
lattice-weights-used = Neighbours: { $neighbourhood }; { $standardise }. { $regions } regions with { $mean } neighbours each on average.
lattice-distance-used = Distance used: { $distance } m.
lattice-from-degrees = The source has no positions in metres: they are made of degrees or of the middle of outlines, in an equal-area projection about their mean.
lattice-normal = p-values take the normal distribution; set “draws” to deal the values out anew instead.
lattice-permutations = p-values and what chance gives come from { $draws } random permutations of the values over the regions.
lattice-needs-values = Bind figures of regions, or region x industry counts, to “values”.
lattice-needs-neighbours = Who is whose neighbour is not known: bind the regions with outlines or positions to “places”, or weights between them to “weights”.
lattice-places-match-no-region = None of the regions is among the places: the two use different codes.
lattice-values-are-indicators = It is for counts, and “values” are indicators: leave it out.
lattice-values-are-counts = It is for indicators, and “values” are counts: use “industries”.
lattice-one-period = The values are of several periods: take one, or use “by”.
weights-not-positive = The weight that { $from } gives to { $to } is negative or no number. Weights say how much a neighbour counts: they must be zero or positive.
weights-match-no-region = No weight is between two of the regions: the two use different codes, or all weights are zero.
weights-given-and-asked-for = Weights are bound to “weights”: leave the setting out, or the weights.
weights-need-outlines = None of the regions has an outline: take “nearest”, or places with polygons.
weights-need-positions = None of the regions has a position or an outline: map “lon” and “lat” or “x” and “y” of the places.
weights-k-too-large = { $k } neighbours each are wanted of { $regions } regions: take fewer.
weights-too-many-links = So many neighbours each make more than 50 million links: take a smaller one.
weights-too-many-touch = The outlines lie so much on top of each other that they make more than 50 million links.

## geary
table-geary = Geary’s C
column-geary = Geary’s C
geary-top = { $variable }: Geary’s C is { $value }, where chance gives { $expected } on average (p = { $p }); below that neighbours are alike.
geary-sure = { $sure ->
    [one] One of { $all } values differs
   *[other] { $sure } of { $all } values differ
} between neighbours less or more than chance would make them (false discovery rate { $rate }).
chart-geary-strongest = Differences between neighbours
chart-geary-strongest-reading = Each dot is Geary’s C; the line is where chance puts it, not an interval of the dot. To the left of its line neighbours are alike, to the right they differ.

## local_moran
table-local-moran = Local Moran’s I
column-local-moran = Local Moran’s I
column-quadrant = Quadrant
column-cluster-type = Cluster
quadrant-high-high = high among high
quadrant-low-high = low among high
quadrant-low-low = low among low
quadrant-high-low = high among low
cluster-type-high-high = high among high
cluster-type-low-high = low among high
cluster-type-low-low = low among low
cluster-type-high-low = high among low
cluster-type-not-significant = not more than chance
local-moran-clusters = { $variable }: of { $all } regions, { $high } are high among high and { $low } low among low; { $highlow } are high among low and { $lowhigh } low among high.
local-by-q-value = A region counts as part of a cluster if its q-value passes: of all that do, at most the share “alpha” is expected to be chance.
local-by-p-value = A region counts as part of a cluster if its p-value passes.
local-uncontrolled = Each region is tested by itself: the share “alpha” of all regions would pass by chance alone. Set “control” to “false_discovery_rate”.
local-too-few-draws = { $count ->
    [one] One region is
   *[other] { $count } regions are
} beyond every draw, and no q-value passes for the small number of draws alone: { $draws } draws could tell.
chart-local-moran-clusters = { $variable }: clusters and outliers
chart-local-moran-clusters-reading = Coloured regions resemble or contrast their neighbours more than chance would make them; all others are not more than chance.
chart-local-moran-scatter = { $variable }: regions and their neighbours
chart-local-moran-scatter-reading = Each dot is a region: along, how far it is from the mean; upwards, how far its neighbours are. Upper right: high among high; lower left: low among low; the other two corners: regions unlike their neighbours.
chart-local-moran-map = { $variable }: local Moran’s I
chart-local-moran-map-reading = Above 0 a region is like its neighbours, below 0 it contrasts with them; whether that is more than chance the map of clusters says.

## getis_ord
table-getis-ord = Hot and cold spots
table-general-g = General G
column-getis-ord = Getis-Ord z
column-general-g = General G
cluster-type-hot-spot = hot spot
cluster-type-cold-spot = cold spot
reason-negative-values = needs values that are not negative and a total above zero
getis-ord-spots = { $variable }: { $hot } of { $all } regions are hot spots and { $cold } cold spots.
general-g-top = { $variable }: the general G is { $value }, where chance gives { $expected } on average (p = { $p }); above that high values gather.
getis-ord-star = The region itself counts among its neighbours (G*).
getis-ord-no-star = The region itself does not count among its neighbours (G).
chart-getis-ord-spots = { $variable }: hot and cold spots
chart-getis-ord-spots-reading = Hot spots are regions about which high values gather more than chance would make them, cold spots those about which low ones do.
chart-getis-ord-map = { $variable }: Getis-Ord z
chart-getis-ord-map-reading = Above 0 a region and its neighbours hold more than their part, below 0 less; beyond 2 in either direction is rare by chance in a region looked at by itself.

## join_counts
table-join-counts = Join counts
column-join = Joins between
column-with-it = Regions that have it
column-join-counts = Join count
join-both = both have it
join-neither = neither has it
join-one = one has it
reason-not-binary = neither 0 nor 1: set “threshold”
join-counts-top = { $variable }: { $value } joins are between regions that both have it, where chance gives { $expected } on average (p = { $p }).
join-counts-threshold = A region has it if its value is above { $threshold }.
chart-join-counts-strongest = Joins between neighbours
chart-join-counts-strongest-reading = Each dot is a number of joins; the line is where chance puts it, not an interval of the dot.

## dbscan and hdbscan: clusters of establishments as points
density-clusters-needs-degrees = Great-circle distances need degrees: map “lon” and “lat”.
density-clusters-not-on-earth = The coordinates are further apart than the Earth is large, or are no numbers.
column-size = Size
column-density-per-km2 = Establishments per km²
column-leading-industries = Leading industries
column-x = x
column-y = y
column-radius-m = Radius
column-persistence = Persistence
column-outline = Outline
column-membership-strength = Membership strength
column-outlier-score = Outlier score
column-ring = Ring
column-hole = Hole
column-cluster-share = Share in clusters
outline-alpha-shape = alpha shape
outline-convex-hull = convex hull
outline-none = none
reason-one-place = all at one place
reason-two-places = at two places only
reason-on-a-line = all on a line
role-core = core
role-border = border
role-member = member
role-noise = none
table-composition = What the clusters are made of
table-outlines = Outlines of the clusters
table-hexagons = Establishments in hexagons
density-clusters-found = { $clusters ->
    [one] One cluster holds
   *[other] { $clusters } clusters hold
} { $share } of { $establishments } establishments.
density-clusters-none = None of { $establishments } establishments is in a cluster.
density-clusters-largest = The largest, { $cluster }, has { $establishments } establishments within { $radius } km of its middle, most of them in { $industries }.
density-clusters-largest-plain = The largest, { $cluster }, has { $establishments } establishments within { $radius } km of its middle.
density-clusters-small-industries = { $industries ->
    [one] One industry has
   *[other] { $industries } industries have
} fewer than { $need } establishments: no clusters are looked for there.
density-clusters-hulls = { $clusters ->
    [one] One cluster does
   *[other] { $clusters } clusters do
} not hold together with the radius “alpha_m” asks for: the outline is the convex hull, and the area is too large.
density-clusters-planar = Distances are those of the source’s metres.
density-clusters-great-circle = Distances are those of great circles on a sphere of 6,371,008.8 m.
density-clusters-outlines = Each outline is an alpha shape with the least radius that keeps the cluster whole. Its corners are establishments, so areas do not contain their grounds.
density-clusters-hexagons = Hexagons have sides of { $side } m. { $hidden ->
    [0] None is hidden.
    [one] One with fewer than { $least } establishments is hidden ({ $establishments } in it).
   *[other] { $hidden } with fewer than { $least } establishments each are hidden ({ $establishments } in them).
}
density-clusters-no-maps = There are no maps: the register has no degrees.

## dbscan
table-dbscan = Clusters of establishments (DBSCAN)
dbscan-none-advice = Nowhere do enough establishments stand within the radius: take a larger “radius_m” or a smaller “min_establishments”, or let “hdbscan” find the density.
dbscan-labels = An establishment counts itself among those within the radius, as in scikit-learn. One at the border of several clusters belongs to that of its nearest core establishment, whatever the order of rows.
chart-dbscan-largest = The largest clusters
chart-dbscan-largest-reading = Each bar is a cluster; its length is the number of its establishments.
chart-dbscan-hexagons = Where establishments stand
chart-dbscan-hexagons-reading = Each hexagon is coloured by the number of its establishments; hexagons with very few are left out. Lines are the outlines of clusters.
chart-dbscan-members = Establishments and their clusters
chart-dbscan-members-reading = Each dot is an establishment, coloured by its cluster. Lines are the outlines of clusters.

## hdbscan
table-hdbscan = Clusters of establishments (HDBSCAN)
hdbscan-none-advice = No density parts the establishments into clusters: take a smaller “min_cluster_size”, or allow all of them to be one with “allow_single_cluster”.
hdbscan-labels = The minimum spanning tree behind the hierarchy is exact. Parts that meet at one distance are joined at once, so that clusters do not depend on the order of rows.
chart-hdbscan-largest = The largest clusters
chart-hdbscan-largest-reading = Each bar is a cluster; its length is the number of its establishments. Look up the persistence in the table: short-lived clusters come by chance too.
chart-hdbscan-hexagons = Where establishments stand
chart-hdbscan-hexagons-reading = Each hexagon is coloured by the number of its establishments; hexagons with very few are left out. Lines are the outlines of clusters.
chart-hdbscan-members = Establishments and their clusters
chart-hdbscan-members-reading = Each dot is an establishment, coloured by its cluster. Lines are the outlines of clusters.

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
curves-none-defined = No curve is defined: the column “Why empty” of the table of industries says why.
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

## duranton_overman
table-duranton-overman = Density of distances (Kd)
table-most-significant = Density of distances (Kd) of those that stand out most
column-neighbour-establishments = Establishments of the neighbour
column-localised-from-m = Localised from
column-localised-to-m = Localised to
column-dispersed-from-m = Dispersed from
column-dispersed-to-m = Dispersed to
column-localisation = Localisation (area above chance)
column-dispersion = Dispersion (area below chance)
column-bandwidth-m = Bandwidth
column-pairs = Pairs
column-coincident-pairs = Pairs at one place
column-computed-by = Computed
column-error-bound = Error, relative to the maximum
computed-by-exact = from all pairs
computed-by-projected = from all pairs, draws from surroundings
computed-by-sampled = from groups of establishments
reason-no-pair-weight = all pairs weigh nothing
reason-no-bandwidth = the distances vary too little to give a bandwidth
chart-duranton-overman-curves = At which distances establishments are from each other
chart-duranton-overman-curves-reading = Each panel is the density of distances between establishments. Shaded: what chance gives at each distance by itself; dashed: what it gives over the whole curve. Above the dashed band the industry is localised at that distance, below it dispersed. The rise of the curve itself says nothing: there is more land farther away.
chart-duranton-overman-localisation = How strongly industries are localised
chart-duranton-overman-localisation-reading = Each bar is the share of pairs of establishments at distances where they are too frequent for chance, beyond what chance explains.
chart-duranton-overman-dispersion = How strongly industries are dispersed
chart-duranton-overman-dispersion-reading = Each bar is the share of pairs of establishments that are missing at distances where they are too rare for chance. An industry that has too many short distances lacks longer ones: look first whether it is localised.
duranton-overman-needs-size = Pairs are to be weighted by size, but the register has no sizes. Map a column to “size”, or set “weighted” to false.
duranton-overman-too-far = some coordinates are no places on the Earth, so distances mean nothing.
duranton-overman-no-other-industry = it names no industry other than those in “industries”. Leave it empty for distances within an industry.
duranton-overman-pair = { $industry } and { $neighbour }
duranton-overman-plain = { $curves ->
    [one] The density of distances of one industry is
   *[other] The densities of distances of { $curves } industries or pairs are
} told up to { $last } km, without draws and so without a test.
duranton-overman-found = { $all ->
    [one] One industry has
   *[other] { $all } industries have
} enough establishments; up to { $last } km { $localised ->
    [0] none is localised
    [one] one is localised
   *[other] { $localised } are localised
} and { $dispersed ->
    [0] none is
    [one] one is
   *[other] { $dispersed } are
} dispersed, beyond chance (false discovery rate { $rate }).
duranton-overman-found-pairs = Of { $all } { $all ->
    [one] pair
   *[other] pairs
} of industries, up to { $last } km { $localised ->
    [0] none is
    [one] one is
   *[other] { $localised } are
} nearer to each other and { $dispersed ->
    [0] none
    [one] one
   *[other] { $dispersed }
} farther apart than chance would have it (false discovery rate { $rate }).
duranton-overman-strongest = The most strongly localised: { $industry }, from { $from } to { $to } km; { $share } of its pairs are at such distances beyond what chance explains.
duranton-overman-few-establishments = { $curves ->
    [one] One industry or pair has
   *[other] { $curves } industries or pairs have
} too few establishments for a curve (“min_establishments”).
duranton-overman-coincident = { $curves ->
    [one] One industry or pair has
   *[other] { $curves } industries or pairs have
} establishments at exactly one place. That may be a building, or an address that was only located roughly; their distance counts as 0.
duranton-overman-few-draws = With { $draws } draws the ends of the bands are those of single curves: take more draws.
duranton-overman-many-tests = With { $draws } draws and so many industries, no single q-value can be small: take more draws to find out which ones.
duranton-overman-exact = All curves are computed from all pairs; the error of computing is below { $error } of the maximum of a curve.
duranton-overman-approximate = { $curves ->
    [one] One curve has
   *[other] { $curves } curves have
} so many pairs that groups of establishments, or the surroundings of sites, stand for them; the error is about { $error } of the maximum of the curve.
duranton-overman-default-distances = The curves reach to the median distance between sites of the register (Duranton and Overman); set “distances_m” for other distances.
duranton-overman-weighted = Pairs count with the product of the sizes of their establishments; the bandwidth does not.
duranton-overman-random-location = Chance: { $draws } times, the establishments of each industry with their sizes are dealt to different sites out of all { $sites } of the register.
duranton-overman-random-labelling = Chance: { $draws } times, industries are dealt out anew over all { $sites } sites of the register; sizes stay at their sites.
duranton-overman-population-independence = Chance: { $draws } times, the industry stays and the neighbour is dealt to other sites out of all { $sites } of the register.

## industry space: what the methods of relatedness and complexity share
column-proximity = Proximity
column-co-occurrences = Regions with both
column-ubiquity = Ubiquity (regions that have it)
column-mean-proximity = Mean proximity to others
column-spanning-tree = In the spanning tree
column-degree = Links
column-relatedness-density = Relatedness density
column-present = Present
column-per-head-quotient = Value a head, relative to the whole
column-diversity = Diversity (industries present)
column-density-present = Mean density of industries present
column-density-absent = Mean density of industries absent
column-complexity-outlook = Complexity outlook (COI)
column-complexity-outlook-gain = Complexity outlook gain (COG)
column-economic-complexity = Economic complexity (ECI)
column-product-complexity = Product complexity (PCI)
column-average-ubiquity = Average ubiquity of its industries
column-average-diversity = Average diversity of its regions
column-reflections = Complexity by reflections
column-fitness = Fitness
column-industry-fitness = Complexity by fitness (Q)
column-parts = Connected parts
column-second-eigenvalue = Second eigenvalue
column-third-eigenvalue = Third eigenvalue
column-with-diversity = Correlation of ECI with diversity
column-iterations = Iterations
reason-no-industry-present = no industry is present in the region
reason-present-nowhere = the industry is present in no region
reason-present-everywhere = an industry is present in every region
reason-unlisted = not listed, which does not mean zero
reason-no-proximity = no other industry is near it
reason-one-region-or-industry = fewer than two regions or two industries are present
reason-no-variation = all regions have the same industries
reason-several-parts = the network falls into three parts or more
reason-tied-eigenvalues = the second eigenvalue is no larger than the third
similarity-minimum-conditional-probability = minimum of the two conditional probabilities
similarity-maximum-conditional-probability = maximum of the two conditional probabilities
similarity-association = association (co-occurrences relative to independence)
similarity-cosine = cosine
similarity-jaccard = Jaccard index
similarity-probabilistic-index = probabilistic index (Steijn)
similarity-correlation = correlation of presence
similarity-t-statistic = standardised co-occurrence (t)
industry-space-in-period = { $period }:{" "}
industry-space-similarity = Proximity: { $similarity }.
industry-space-given-proximity = Proximities are those given in the slot “proximity”, not computed from the source.
industry-space-needs-places = Presence by population needs the regions with their inhabitants in the slot “places”.
industry-space-needs-population = The places of the slot “places” have no population: map a column to “population”.
industry-space-needs-population-of = The population of { $region } is not known or not above zero, and presence is to be told by it.
industry-space-other-codes = The slot “proximity” knows { $known ->
    [0] none
    [one] only one
   *[other] only { $known }
} of the source’s industries (it names “{ $example }”): use the same codes.
industry-space-unknown = Presence is not known for { $gaps } listed pairs of region and industry without a value and { $unlisted } pairs that are not listed; they count as absent.
industry-space-degenerate = Left out, in the worst period: { $regions ->
    [0] no region
    [one] one region
   *[other] { $regions } regions
} without any industry present and { $industries ->
    [0] no industry
    [one] one industry
   *[other] { $industries } industries
} present nowhere. All others keep their numbers.

## proximity
table-proximity = Proximity of industries
table-industry = Industries and their proximity to others
table-links = Links of the industry space
table-industry-space = Industry space
chart-proximity-strongest = The nearest pairs of industries
chart-proximity-strongest-reading = Each bar is the proximity of two industries, from the regions that have both.
chart-proximity-heat = Proximity of all pairs of industries
chart-proximity-heat-reading = The darker, the more of the regions that have one industry also have the other.
chart-industry-space = The industry space
chart-industry-space-reading = Industries joined by the maximum spanning tree of proximities and the strongest further links; colours are communities, larger dots have more links. Distances on paper follow the number of links between two industries.
proximity-top = { $period }The nearest industries are { $from } and { $to } (proximity { $value }).
proximity-none = No pair of industries has a proximity.
proximity-sure = { $sure } of { $all } pairs share more regions than chance would give them (false discovery rate { $rate }).
proximity-chance = Chance: each industry takes as many regions as it has, at random. Regions that have nearly everything make many pairs look near, which this test does not take off.

## relatedness_density
table-relatedness-density = Relatedness density of regions and industries
table-region-density = Regions and the density around what they have and lack
chart-relatedness-density-nearest = Absent industries that stand out most in their region
chart-relatedness-density-nearest-reading = Each bar is the relatedness density of an industry that the region lacks; shown are those farthest above what as many industries at random would give (z).
chart-relatedness-density-regions = Density around industries present and absent
chart-relatedness-density-regions-reading = Each dot is a region. Above the line its industries are nearer to each other than to those it lacks; larger dots are more diverse.
relatedness-density-equal = the same density
relatedness-density-regions = { $period }In { $regions } of { $all } regions the industries present are, on average, nearer to the region’s portfolio than those absent.
relatedness-density-top = Of the absent pairs, { $industry } stands out most in { $region }: density { $value }, { $z } standard deviations above that of as many industries at random.
relatedness-density-diagonal-zero = An industry does not count as near itself, so densities of present and absent industries can be compared.
relatedness-density-diagonal-one = An industry counts as near itself, which raises the densities of present industries.

## economic_complexity
table-economic-complexity = Economic complexity of regions
table-industry-complexity = Complexity of industries
table-spectrum = What the eigenvectors rest on
chart-economic-complexity-ranking = Economic complexity of regions
chart-economic-complexity-ranking-reading = Standard scores; 0 is the mean of the regions. The line holds the score when industries are drawn anew.
chart-economic-complexity-industries = The most and the least complex industries
chart-economic-complexity-industries-reading = Standard scores; 0 is the mean of the industries. The line, if there is one, holds the score when regions are drawn anew.
chart-economic-complexity-diversity = Diversity and average ubiquity
chart-economic-complexity-diversity-reading = Regions at the lower right have many industries that few others have; those at the upper left have few and common ones.
chart-economic-complexity-map = Economic complexity on the map
chart-economic-complexity-map-reading = Standard scores of economic complexity; the colours turn at the mean.
economic-complexity-top = { $period }The most complex region is { $region } (ECI { $score }), the most complex industry { $industry } (PCI { $complexity }).
economic-complexity-none = { $period }There is no complexity to tell: { $reason }.
economic-complexity-eigenvalue = The second eigenvalue is { $second }; ECI correlates with diversity at { $correlation }.
economic-complexity-draws = Intervals come from { $draws } draws of industries (for regions) and of regions (for industries); they take the counts as given.
economic-complexity-parts = The network of regions and industries falls into { $parts } parts without anything in common; ECI then only tells these apart.
economic-complexity-sign = ECI hardly follows diversity (correlation { $correlation }): what it orders regions by is another difference, and its sign means little.
economic-complexity-fitness-open = Fitness did not converge within { $iterations } iterations in { $periods ->
    [one] one period
   *[other] { $periods } periods
}: for some regions it runs towards zero. It is left empty.

## complexity_outlook
table-complexity-outlook = Complexity outlook of regions
table-pair-outlook = What absent industries would add
chart-complexity-outlook-best = Regions with the best outlook
chart-complexity-outlook-best-reading = Each bar sums the complexity of the industries a region lacks, weighted by how near they are to what it has.
chart-complexity-outlook-map = Complexity outlook on the map
chart-complexity-outlook-map-reading = The higher, the more complex industries lie near to what the region has.
chart-complexity-outlook-quadrant = What { $region } lacks: how near and how complex
chart-complexity-outlook-quadrant-reading = Each dot is an absent industry. At the upper right are complex industries near to what is there; at the upper left complex ones that are far.
complexity-outlook-top = { $period }The best outlook has { $region } (COI { $value }).
complexity-outlook-gain-top = Of the industries that { $region } lacks, { $industry } would add most to its outlook ({ $gain }).
complexity-outlook-none = There is no complexity to look out for: { $reason }.
complexity-outlook-net = Gains are net: an industry that comes adds what is near to it and is itself no longer ahead.
complexity-outlook-gross = Gains are gross: what an industry adds for others, without taking off that it is itself no longer ahead.

## coherence
table-coherence = Coherence of regions
column-coherence = Coherence
reason-few-industries-in-region = fewer than two industries with a relatedness
reference-random-portfolio = industries at random
chart-coherence-ranking = Regions whose industries belong together most and least
chart-coherence-ranking-reading = Standard deviations above or below a portfolio of the same shares in industries at random.
chart-coherence-map = Coherence on the map
chart-coherence-map-reading = Standard deviations above or below a portfolio of the same shares in industries at random.
coherence-top = { $period }The most coherent region is { $region } ({ $value }; industries at random: { $expected }). { $above } of { $all } regions are more coherent than industries at random would be.
coherence-none = No region has two industries with a relatedness.

## variety
table-variety = Related and unrelated variety of regions
column-related-variety = Related variety (bits)
column-related-variety-low = Related variety, low (bits)
column-related-variety-high = Related variety, high (bits)
column-unrelated-variety = Unrelated variety (bits)
column-unrelated-variety-low = Unrelated variety, low (bits)
column-unrelated-variety-high = Unrelated variety, high (bits)
column-industry-groups = Groups of industries
chart-variety-parts = Variety between and within groups of industries
chart-variety-parts-reading = The two parts of each bar add up to the entropy of the region’s industries, in bits.
chart-variety-scatter = Related against unrelated variety
chart-variety-scatter-reading = Each dot is a region. To the right it is spread over many groups, upwards it is varied within its groups.
chart-variety-map = Related variety on the map
chart-variety-map-reading = Bits of entropy within groups of industries.
variety-needs-groups = The source of the slot “groups” has no groups: map a column to “group”.
variety-other-codes = The slot “groups” names none of the source’s industries: use the same codes.
variety-top = { $period }Related variety is highest in { $related } ({ $related_value } bits), unrelated variety in { $unrelated } ({ $unrelated_value } bits).
variety-none = Nothing has a value in the last period.
variety-groups = Industries form { $groups ->
    [one] one group
   *[other] { $groups } groups
}.
variety-without-group = { $industries ->
    [one] One industry is
   *[other] { $industries } industries are
} in no group and left out.

## linkage_clusters
table-linkage-clusters = Industries and their clusters
table-cluster-candidates = Ways to make clusters, and how well each tells them apart
table-cluster-sizes = Clusters
table-cluster-strength = Clusters in regions
column-within-relatedness = Relatedness within its cluster
column-between-relatedness = Relatedness with other clusters
column-nearest-cluster = Nearest other cluster
column-clustering = Made by
column-clusters = Clusters
column-validation-score = Validation score
column-clusters-above-mean = Clusters above the mean of others
column-clusters-above-most = Clusters above 95 % of others
column-industries-above-mean = Industries above the mean of others
column-industries-above-most = Industries above 95 % of others
column-margin = Margin to the nearest other cluster
column-chosen = Chosen
column-strong = Strong
clustering-given = the definitions given
clustering-ward = Ward’s hierarchy
clustering-k-means = k-means
relatedness-value-correlation = correlation of values over regions
relatedness-establishment-correlation = correlation of establishments over regions
relatedness-coagglomeration = co-agglomeration
relatedness-input-output = input-output linkages
relatedness-given = the given similarity
reason-no-group = in no cluster of the definitions
chart-linkage-clusters-candidates = How well each way tells clusters apart
chart-linkage-clusters-candidates-reading = Each bar is the share of clusters and industries that are nearer to their own than to others, on average over all kinds of relatedness.
chart-linkage-clusters-heat = Clusters in regions
chart-linkage-clusters-heat-reading = Location quotient of each cluster in each region: above 1 it has more than its share.
chart-linkage-clusters-map = Where the cluster { $cluster } is strong
chart-linkage-clusters-map-reading = Location quotient of the largest cluster; the colours turn at 1, its share of the whole.
linkage-clusters-needs-relatedness = Nothing in the inputs tells how related industries are: the kinds in “relatedness” need numbers of establishments or the slots “linkages” and “proximity” with the same codes.
linkage-clusters-needs-groups = The source of the slot “definitions” has no groups: map the column with the clusters to “group”.
linkage-clusters-other-codes = The slot “definitions” puts the source’s industries into fewer than two clusters: use the same codes.
linkage-clusters-too-many = { $clusters } clusters are too many for { $industries } industries that vary over regions.
linkage-clusters-chosen = { $industries } industries form { $clusters } clusters, made by { $way }; the validation score is { $score } ({ $candidates } ways compared).
linkage-clusters-strong = Clusters are strong in { $strong } regional cases; the largest of these is { $cluster } in { $region }, with { $share } of the cluster and { $lq } times its usual share.
linkage-clusters-relatedness = Relatedness is the mean of { $kinds }, each standardised.
linkage-clusters-loose = The place of { $loose } of { $all } industries is a matter of choice: less than a third of their cluster stays with them in other candidates.
linkage-clusters-out = { $industries ->
    [one] One industry is
   *[other] { $industries } industries are
} in no cluster; the table says why.
linkage-clusters-gaps = { $gaps } values that are suppressed, missing or not listed count as zero in relatedness and strength.
