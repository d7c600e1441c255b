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
method-duranton-overman = Duranton–Overman Kd
method-duranton-overman-question = At which distances are the establishments of an industry nearer to each other, or farther apart, than chance makes them?
method-shift-share = Shift-share analysis
method-shift-share-question = How much of each region’s growth comes from the nation, from its industries, and from itself?
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
method-target-plan = Target plan
method-target-plan-question = Which path reaches the goals and adds up?
method-goal-feasibility = Goal feasibility
method-goal-feasibility-question = How fast must it grow to reach each goal, and how likely is that?
method-target-tracking = Target tracking
method-target-tracking-question = Are this year’s returns on course for the target?
method-investment-game = Investment game
method-investment-game-question = Who pays for the shared brand, and what would be best for all?
