## Messages of the models.

## growth_audit
table-growth-audit = Growth recomputed
table-growth-audit-findings = What may be wrong
table-growth-audit-rules = Relations between figures
column-previous = Previous value
column-growth-printed = Growth as printed
column-robust-z = Robust z
column-status = Status
column-finding = Finding
column-repair-growth = Growth that would be right
column-repair-value = Value that would be right
column-repair-previous = Previous value that would be right
column-expected = Expected
column-found = Found
column-repair = Would be right
column-rule = Rule
column-left = Left side
column-right = Right side
column-difference = Left minus right
status-ok = ok
status-mismatch = does not agree
status-undefined = undefined
status-implausible = implausible
finding-base-zero = growth from zero
finding-base-negative = growth from a negative value
finding-growth-mismatch = wrong growth
finding-growth-truncated = cut off, not rounded
finding-growth-level-rounding = right only before rounding
finding-outlier = far from the others
finding-cumulative-falls = cumulated, and falls
finding-identical = same as before
finding-merged-label = two labels in one
finding-repeated-label = label repeated
finding-no-label = no label
reason-base-zero = no growth from zero
reason-base-negative = no growth from a negative value
reason-no-previous = no previous value
reason-repeated-label = several rows with this label
reason-zero-divisor = the divisor is or may be zero
reason-too-large = too large for a number
growth-audit-right = Printed growth figures that follow from the values beside them: { $right } of { $all }.
growth-audit-nothing-printed = No row has a printed growth beside a value and a previous value, so no growth can be checked.
growth-audit-base-zero = { $count ->
    [one] One printed growth figure starts
   *[other] { $count } printed growth figures start
} from zero, where no growth is defined: { $figures }.
growth-audit-base-negative = { $count ->
    [one] One printed growth figure starts
   *[other] { $count } printed growth figures start
} from a negative value, where no growth is defined: { $figures }.
growth-audit-growth-mismatch = { $count ->
    [one] One printed growth figure is wrong
   *[other] { $count } printed growth figures are wrong
}: { $figures }.
growth-audit-growth-truncated = { $count ->
    [one] One printed growth figure was cut off instead of rounded
   *[other] { $count } printed growth figures were cut off instead of rounded
}: { $figures }.
growth-audit-growth-level-rounding = { $count ->
    [one] One printed growth figure does not follow from the printed values, but may
   *[other] { $count } printed growth figures do not follow from the printed values, but may
} from the values before rounding: { $figures }.
growth-audit-outlier = { $count ->
    [one] One growth is
   *[other] { $count } growths are
} so far from the others that the cause must be asked for: { $figures }.
growth-audit-cumulative-falls = { $count ->
    [one] One figure cumulated over the year falls
   *[other] { $count } figures cumulated over the year fall
} within it: { $figures }.
growth-audit-identical = { $count ->
    [one] One value equals
   *[other] { $count } values equal
} the previous value to the last digit, as if copied: { $figures }.
growth-audit-merged-label = { $count ->
    [one] One label looks
   *[other] { $count } labels look
} like two in one cell, above a row without a label: { $figures }.
growth-audit-repeated-label = { $count } rows share their label with another row, so the label does not say what they count: { $figures }.
growth-audit-no-label = { $count ->
    [one] One row has
   *[other] { $count } rows have
} no label: { $figures }.
growth-audit-no-unit = No row has a unit.
growth-audit-no-period = The table does not say which period it is about.
growth-audit-row = row { $row }
growth-audit-figure = { $what } ({ $where })
growth-audit-against = { $figure } (printed { $printed }, computed { $computed })
growth-audit-beside = { $figure } ({ $growth }; the median is { $usual })
growth-audit-more = { $more } more
growth-audit-rules-hold = { $all ->
    [one] The one check of a relation passes.
   *[other] All { $all } checks of relations pass.
}
growth-audit-rules-broken = Of { $all ->
    [one] one check
   *[other] { $all } checks
} of relations, { $broken ->
    [one] one fails
   *[other] { $broken } fail
}: { $rules }.
growth-audit-rule = “{ $rule }” ({ $left } against { $right })
growth-audit-rule-at = “{ $rule }” in { $where } ({ $left } against { $right })
growth-audit-rules-undefined = { $count ->
    [one] One check
   *[other] { $count } checks
} of relations could not be made, for want of a figure or a divisor; the table of relations says why.
growth-audit-rules-skipped = { $count ->
    [one] One check needs a period before the first one and was
   *[other] { $count } checks need a period before the first one and were
} passed over.
growth-audit-unreadable = the rule “{ $rule }” cannot be read from character { $column } on.
growth-audit-levels-exact = Values are taken as printed; only the printed growth, and a figure that is one side of an equation by itself, count as rounded.
growth-audit-levels-rounded = Every printed figure counts as rounded to its last digit.
chart-growth-audit-growth = Growth as it follows from the values
chart-growth-audit-growth-reading = Each bar is the growth from the previous value to the value, in percent. Rows without one have no growth.
chart-growth-audit-printed = Growth as printed and as computed
chart-growth-audit-printed-reading = Each dot is a row: along the axis the printed growth, upwards the computed one. Where both agree, dots lie on a straight line through zero.
chart-growth-audit-series = { $indicator } over time
chart-growth-audit-series-reading = The figures of this indicator as printed, by period.

## shared by methods that judge entities by several indicators
index-twice = one row of { $indicator } for each entity and period ({ $entity }, { $period } has several): choose with `where`
index-no-direction = to know whether more of { $indicator } is better: map `direction`, or say it in directions

## cluster_typology
table-cluster-typology = Types of clusters
table-cluster-typology-labels = Types of clusters: scores and probabilities
table-cluster-typology-evidence = Evidence on the types of clusters
table-cluster-typology-guidance = What goes with each type
column-firms = Firms
column-label = Type
column-probability = Probability
column-coverage = Metrics that are there
column-marshallian = Marshallian (Italianate) district
column-hub-and-spoke = Hub-and-spoke
column-satellite-platform = Satellite platform
column-state-anchored = State-anchored
column-mixed = Mixed
column-relative-score = Relative score
column-cluster = Cluster
column-metric = Metric
column-use = Use
column-basis = Comes from
column-threshold = Threshold
column-membership = Membership
column-aspect = Aspect
column-guidance = In short
label-marshallian = Marshallian (Italianate) district
label-hub-and-spoke = hub-and-spoke
label-satellite-platform = satellite platform
label-state-anchored = state-anchored
label-mixed = mixed
label-evidence-missing = evidence missing
metric-small-firms = Jobs in small firms
metric-hhi = Dispersion (Herfindahl index of firms)
metric-largest-firm = Jobs in the largest firm
metric-hub-purchases = Local purchases by the largest firms
metric-external = Jobs headquartered elsewhere
metric-local-purchases = Purchases made locally
metric-state = Jobs anchored in the state
metric-gini = Gini coefficient of firm sizes
metric-four-largest-firms = Jobs in the four largest firms
metric-external-sales = Sales that leave the zone
metric-cooperation = Firms that cooperate locally
metric-public-procurement = Sales to public buyers
use-label = judges the type
use-context = shown only
basis-register = register
basis-linkages = linkages
basis-indicators = indicators
reason-too-few-firms = fewer than five firms
reason-little-evidence = too few metrics are there
reason-evidence-missing = nothing is known that could speak for it
reason-not-given = no input says so
reason-mostly-unknown = unknown for too much of employment
reason-no-purchases = the linkages show no purchases
reason-no-local-purchases = the linkages show no local purchases
aspect-characteristics = Characteristics
aspect-advantages = Advantages
aspect-weaknesses = Weaknesses
aspect-development-path = Usual development
aspect-policy = Policy
guidance-marshallian-characteristics = specialised small and medium firms that compete, cooperate and trust each other
guidance-marshallian-advantages = flexible specialisation, high quality, large potential to innovate
guidance-marshallian-weaknesses = path-dependent; adapts slowly to sudden changes of markets or technology
guidance-marshallian-development-path = stagnation and decline, or a new division of labour with some work moved out and larger firms becoming hubs
guidance-marshallian-policy = collective action for regional advantages; joint ventures of public and private sector
guidance-hub-and-spoke-characteristics = large local firms with small and medium ones around them, in a clear hierarchy
guidance-hub-and-spoke-advantages = low costs, flexibility, the weight of the large firms
guidance-hub-and-spoke-weaknesses = all depends on how a few large firms do
guidance-hub-and-spoke-development-path = stagnation and decline, or upgrading and differentiation within
guidance-hub-and-spoke-policy = associations of large firms work with institutions that support small and medium ones, to strengthen the latter
guidance-satellite-platform-characteristics = mostly small and medium firms that depend on firms elsewhere; low labour costs
guidance-satellite-platform-advantages = low costs, skills and tacit knowledge
guidance-satellite-platform-weaknesses = sales and investment depend on others elsewhere; few resources of its own to compete with
guidance-satellite-platform-development-path = upgrading, by adding the stages before and after and serving customers with the full range
guidance-satellite-platform-policy = the usual instruments for upgrading small and medium firms
guidance-state-anchored-characteristics = one or a few state bodies (state firm, university, hospital, barracks) with suppliers around them
guidance-state-anchored-advantages = steady public demand and investment, qualified staff
guidance-state-anchored-weaknesses = depends on public budgets and on decisions taken elsewhere
guidance-state-anchored-development-path = grows and shrinks with the state body; spin-offs may make it more varied
guidance-state-anchored-policy = open procurement to local suppliers, help spin-offs, win customers beyond the state
cluster-typology-pair = { $industry } in { $region }
cluster-typology-more = { $more } more
cluster-typology-one = { $cluster } is of the type: { $label }. { $probability } of the random draws say the same.
cluster-typology-one-plain = { $cluster } is of the type: { $label }.
cluster-typology-count = { $label } { $count }
cluster-typology-counts = Types of { $all } clusters: { $labels }.
cluster-typology-surest = The surest is { $cluster }: { $label }, in { $probability } of the random draws.
cluster-typology-none = No type can be named for { $all ->
    [one] the one cluster
   *[other] any of { $all } clusters
}: the evidence is missing. Map “external” and “state”, bind “linkages”, or type what is known into “indicators”.
cluster-typology-proposals = The thresholds are proposals that nobody has validated; for satellite platforms and state-anchored clusters no published rule exists.
cluster-typology-unsure = { $count ->
    [one] One cluster has a type that fewer than half of the draws give; take it
   *[other] { $count } clusters have a type that fewer than half of the draws give; take them
} as undecided: { $clusters }.
cluster-typology-no-satellite = For { $count ->
    [one] one cluster
   *[other] { $count } clusters
}, nothing is known of headquarters elsewhere: a satellite platform is neither found nor ruled out ({ $clusters }).
cluster-typology-no-state = For { $count ->
    [one] one cluster
   *[other] { $count } clusters
}, nothing is known of state bodies: a state anchor is neither found nor ruled out ({ $clusters }).
cluster-typology-no-linkages = For { $count ->
    [one] one cluster
   *[other] { $count } clusters
}, nothing is known of local purchases, which tell whether firms are tied to each other: { $clusters }.
cluster-typology-little-evidence = { $count ->
    [one] One cluster has
   *[other] { $count } clusters have
} too few metrics for a type: { $clusters }.
cluster-typology-too-few-firms = { $count ->
    [one] One cluster has
   *[other] { $count } clusters have
} fewer than five firms and no type: { $clusters }.
cluster-typology-other-entities = Indicators are given for entities that are no cluster of the register, and not used: { $entities }.
cluster-typology-owners = A firm is all establishments of one owner in the cluster; an establishment without an owner is a firm.
cluster-typology-no-owners = Every establishment counts as a firm, as the register does not say who owns it.
cluster-typology-draws = Probabilities are shares of { $draws } draws with other thresholds, other weights and resampled firms; the largest firms in every draw: { $kept } in each cluster.
cluster-typology-guidance = What goes with each type follows Table 1 of Wang and Liu (2022, retracted) and, for state-anchored clusters, Markusen (1996). It describes types, not these clusters.
cluster-typology-needs-sizes = The types of clusters need the employment of establishments: map the role “size”.
cluster-typology-needs-linked-ids = None of the codes in “linkages” is an establishment of the register: both need the same identifiers.
cluster-typology-negative-purchase = Linkages must be purchases of zero or more; from { $from } to { $to } they say { $value }.
cluster-typology-needs-indicators = “indicators” has none of the expected indicators ({ $codes }): name its own in “indicator_codes”.
cluster-typology-needs-entities = None of the entities in “indicators” is a cluster: they are named like “{ $entity }”, clusters like “{ $cluster }”.
cluster-typology-not-a-share = “{ $indicator }” of { $entity } must be a share between 0 and 1 (0.35 for 35 %); it is { $value }.
cluster-typology-given-twice = “{ $indicator }” of { $entity } stands in several rows: choose one with “where”.
chart-cluster-typology-probabilities = How sure the types are
chart-cluster-typology-probabilities-reading = Each bar is a cluster, each part the share of random draws that give that type. A bar of one colour is a sure type; several colours mean that it depends on how one judges. Clusters with most establishments are shown; those without evidence have no bar.
chart-cluster-typology-evidence = Evidence cards
chart-cluster-typology-evidence-reading = Rows are clusters, columns what is measured of them. 1 means that the metric clearly says what it is named for, 0 that it clearly does not, 0.5 that it stands on the threshold. Hatched: not known.
