## How things are written.
list-separator = { ", " }
code-with-name = { $name } ({ $code })
label-with-unit = { $label } ({ $unit })
flag-true = yes
flag-false = no
date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }

## Charts.
chart-no-value = no value
chart-not-listed = not in the data
chart-sum-of-parts = sum of the parts
chart-interval-spans = the interval includes { $at } ({ $label }): not certain
chart-points-per-hexagon = Points per hexagon
chart-note-first-rows = The first { $shown } of { $all } rows are drawn.
chart-note-rows-without-value = { $shown } of { $all } rows have a value.
chart-note-lines = { $shown } of { $all } lines are drawn.
chart-note-hexagons = { $all } points: each hexagon is coloured by how many lie in it.
chart-note-not-on-log = { $left ->
    [one] One point that is zero or less has
   *[other] { $left } points that are zero or less have
} no place on a logarithmic axis.
chart-note-heat = { $rows } of { $all-rows } rows and { $columns } of { $all-columns } columns are drawn: those with the largest values.
chart-note-no-outline = { $regions ->
    [one] One region of the table has
   *[other] { $regions } regions of the table have
} no outline and cannot be drawn.
chart-other-kinds = other ({ $kinds } kinds)
chart-in-no-cluster = in no cluster
chart-curve-observed = observed
chart-curve-band = expected by chance at each point by itself
chart-curve-estimate = estimate
chart-curve-interval = its interval
chart-curve-outer = expected by chance of the whole curve
chart-curve-above = higher than chance allows
chart-curve-below = lower than chance allows
chart-note-one-scale = All panels have the same vertical scale.
chart-note-own-scales = Each panel has a vertical scale of its own.
chart-note-panels = The first { $shown } of { $all } panels are drawn.
chart-note-panels-farthest = { $shown } of { $all } panels are drawn: those whose curves go farthest beyond chance.
chart-note-no-position = { $rows ->
    [one] One row of the table has no position and is not drawn.
   *[other] { $rows } rows of the table have no position and are not drawn.
}
chart-note-no-coordinates = { $rows ->
    [one] One row of the table has
   *[other] { $rows } rows of the table have
} no coordinates and cannot be drawn.
chart-note-frames = Parts far from the rest are drawn in frames below, each at a scale of its own.
chart-north = N
unit-kilometres = km

## The page.
page-headlines = What was found
page-no-headlines = Nothing was found that can be said in a sentence.
page-more-groups = { $groups ->
    [one] one more group
   *[other] { $groups } more groups
} in the section
page-failed = Not computed
page-asked = What was asked
page-data = The data
page-repeat = How to repeat this
page-question = Question
page-method = Method
page-inputs = Data
page-settings = Settings
page-by = one result for each { $columns }
page-how-to-read = How to read
page-data-file = Data of this figure
page-caution = Caution
page-remarks = How it was computed
page-all-rows = { $rows ->
    [one] One row, also in
   *[other] All { $rows } rows, also in
}
page-first-rows = The first { $shown } of { $rows } rows; all are in
page-first-columns = The first { $shown } of { $rows } rows and { $columns } of { $all-columns } columns; all are in
page-other-groups = Other groups
page-no-rows = The table is empty.
page-analyses = { $analyses ->
    [one] one analysis
   *[other] { $analyses } analyses
}
page-sources = { $sources ->
    [one] one source
   *[other] { $sources } sources
}

## The data.
data-file = File
data-bytes = Size
data-bytes-exactly = { $bytes } bytes
data-checksum = SHA-256
data-made-by = Made by this study: { $table }
data-read-as = Read as { $shape }
data-all-used = { $rows ->
    [one] One row read and used
   *[other] { $rows } rows read, all used
}
data-rows = Rows
data-first-row = First row
data-read = read
data-used = used
data-left-out-because = left out: { $reason }
data-accepted = Accepted although odd
data-accepted-numbers = { $cells ->
    [one] One number
   *[other] { $cells } numbers
} in column “{ $column }”: { $what }; first “{ $example }” in row { $row }
data-chosen = Chosen by the program
data-no-files = No file is recorded.
shape-counts = counts: a total for each region and industry
shape-register = a register: one row for each establishment
shape-indicators = indicators: one row for each figure
shape-places = places: one row for each region
shape-players = players: one row for each who shares something
shape-panel = panel: one row for each place, industry and period
shape-flows = flows: one row for each pair

## How to repeat this.
repeat-command = Command
repeat-study = Study file
repeat-seed = Seed
repeat-program = Program
repeat-started = Started
repeat-time = Time
repeat-seconds = { $seconds } s
repeat-threads = { $threads ->
    [one] one thread
   *[other] up to { $threads } threads
}
repeat-memory = Memory
repeat-same = The same study on the same files gives the same numbers, with any number of threads.

## Methods: what each is called, and the question it answers.
method-urban-agglomeration = Urban agglomerations
method-urban-agglomeration-question = Which settlements form agglomerations, and how far do thresholds decide that?
method-dbscan = Density-based clusters (DBSCAN)
method-dbscan-question = Where do enough establishments stand within a given radius?
method-hdbscan = Hierarchical density-based clusters (HDBSCAN)
method-hdbscan-question = Where are the clusters, at whatever density they stand?
method-linkage-clusters = Clusters of related industries
method-linkage-clusters-question = Which industries form clusters, by where they locate and what they trade, and where is each strong?
method-location-quotient = Location quotient
method-location-quotient-question = In what is each region specialised, and how sure is that?
method-specialization = Specialisation and diversity
method-specialization-question = How far does each region’s mix of industries differ from the whole?
method-concentration = Geographic concentration
method-concentration-question = How unevenly is each industry spread over the regions?
method-ellison-glaeser = Ellison–Glaeser index
method-ellison-glaeser-question = Is each industry more concentrated than the sizes of its plants alone would make it?
method-maurel-sedillot = Maurel–Sédillot index
method-maurel-sedillot-question = How likely are two plants of an industry to share a region, beyond chance?
method-coagglomeration = Co-agglomeration
method-coagglomeration-question = Which industries locate together?
method-proximity = Proximity of industries
method-proximity-question = Which industries are found in the same regions, and what network do they make?
method-relatedness-density = Relatedness density
method-relatedness-density-question = How near is each industry, present or absent, to what the region has?
method-economic-complexity = Economic complexity
method-economic-complexity-question = Which regions have many industries that few others have, and which industries are these?
method-complexity-outlook = Complexity outlook
method-complexity-outlook-question = What could the industries that a region lacks still bring it?
method-coherence = Coherence
method-coherence-question = Do the industries of each region belong together more than chance would have it?
method-variety = Related and unrelated variety
method-variety-question = How varied is each region, within and between groups of related industries?
method-moran = Moran’s I
method-moran-question = Do neighbouring regions resemble each other more than chance would make them?
method-geary = Geary’s C
method-geary-question = Do neighbouring regions differ less than chance would make them?
method-local-moran = Local Moran’s I
method-local-moran-question = Where are the clusters of high and low values, and which regions stand out from their neighbours?
method-getis-ord = Hot and cold spots (Getis–Ord)
method-getis-ord-question = Where do high values gather, and where low ones?
method-join-counts = Join counts
method-join-counts-question = Do regions that have something lie together?
method-marcon-puech = Marcon and Puech’s M
method-marcon-puech-question = Up to which distance do establishments of an industry have more of their own kind around them than others do?
method-ripley = Ripley’s K, L and g
method-ripley-question = At which distances are establishments closer to each other than chance would put them?
method-duranton-overman = Duranton–Overman Kd
method-duranton-overman-question = At which distances are the establishments of an industry nearer to each other, or farther apart, than chance makes them?
method-shift-share = Shift-share analysis
method-shift-share-question = How much of each region’s growth comes from the nation, from its industries, and from itself?
method-mean-city-population-size = Mean city population size
method-mean-city-population-size-question = How large is the city that an inhabitant lives in, on average?
method-growth-audit = Growth audit
method-growth-audit-question = Do the printed growth rates agree with the printed figures?
method-cluster-typology = Cluster typology
method-cluster-typology-question = What type of cluster is each, and on what evidence?
method-composite-index = Composite index
method-composite-index-question = How do entities compare, and how sure is each rank?
method-coupling-coordination = Coupling coordination
method-coupling-coordination-question = How well do the systems fit together in each place?
method-symbiosis = Symbiosis
method-symbiosis-question = Which systems help and which hinder each other’s growth?
method-incidence-function = Entry and exit of industries
method-incidence-function-question = Which industries may come to which places, and which may leave?
method-target-plan = Target plan
method-target-plan-question = Which path reaches the goals and adds up?
method-goal-feasibility = Goal feasibility
method-goal-feasibility-question = How fast must it grow to reach each goal, and how likely is that?
method-target-tracking = Target tracking
method-target-tracking-question = Are this year’s returns on course for the target?
method-investment-game = Investment game
method-investment-game-question = Who pays for the shared brand, and what would be best for all?
method-entry-exit-backtest = Entry and exit backtest
method-entry-exit-backtest-question = How well can entry and exit of industries be foretold?
