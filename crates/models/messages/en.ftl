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

## coupling_coordination
table-coupling-coordination = Coupling and coordination
table-coupling-systems = Scores of the systems
table-coupling-classes = Probabilities of the classes
table-coupling-weights = Weights and scales of the indicators
table-coupling-obstacles = Obstacles
table-coupling-sensitivity = What the choices of method change
column-coupling-coordination = Coordination degree
column-coupling = Coupling degree
column-coupling-level = Level of coupling
column-coupling-standard = Coupling degree, standard
column-coupling-wang2021 = Coupling degree, Wang 2021
column-comprehensive = Comprehensive score
column-class = Class
column-probability = Probability
column-lag = Lag
column-lagging-system = System that lags
column-stage = Stage
column-clipped = Figures beyond the scale
column-system = System
column-score = Score
column-obstacle = Obstacle degree
column-obstacle-rank = Rank of the obstacle
column-weight = Weight
column-scale-low = Low end of the scale
column-scale-high = High end of the scale
column-factor = Choice
column-share = Share
class-extreme-disorder = extreme disorder
class-severe-disorder = severe disorder
class-moderate-disorder = moderate disorder
class-mild-disorder = mild disorder
class-verge-of-disorder = verge of disorder
class-bare-coordination = bare coordination
class-primary-coordination = primary coordination
class-intermediate-coordination = intermediate coordination
class-good-coordination = good coordination
class-high-quality-coordination = high-quality coordination
coupling-level-low = low
coupling-level-antagonism = antagonism
coupling-level-running-in = running-in
coupling-level-high = high
lag-synchronous = synchronous
lag-behind = one system lags
stage-location = location advantage
stage-spillover = spillover
stage-system = innovation system
stage-between = between stages
factor-weights = weights
factor-normalisation = normalisation
factor-formula = formula
factor-interaction = interaction of these
reason-missing-indicator = an indicator is missing
reason-all-scores-zero = all scores are zero, so coupling is set to zero
reason-no-difference = no choice changes the mean
coupling-coordination-place = { $place } ({ $value }, { $class })
coupling-coordination-place-interval = { $place } ({ $value }, interval { $low } to { $high }, { $class } with a probability of { $probability })
coupling-coordination-when = {" "}({ $period })
coupling-coordination-range = The highest coordination degree{ $when } is that of { $best }, the lowest that of { $worst }.
coupling-coordination-one = The coordination degree{ $when }: { $place }.
coupling-coordination-lag = The system that lags most often in the last period is { $system }: in { $count } of { $all } places.
coupling-coordination-sure = The class has a probability of at least 90% in { $sure } of { $all } places of the last period; elsewhere, do not rank places by class.
coupling-coordination-wrong-coefficient-lost = The formula coefficient_lost is wrong: it lacks the coefficient n, so coupling cannot exceed { $highest } even between equal systems, and its classes mean nothing. Take wang2021 or standard.
coupling-coordination-wrong-pairwise-product-sum = The formula pairwise_product_sum is wrong: it is not normalised, so coupling cannot exceed { $highest } even between equal systems. Take wang2021 or standard.
coupling-coordination-wrong-weights-inside = The formula weights_inside is wrong: weights of the systems stand inside the product, so coupling cannot exceed { $highest } even between equal systems. Take wang2021 or standard.
coupling-coordination-wrong-sqrt-missing = The formula sqrt_missing is wrong: without the root it gives the square of the coordination degree, which can reach { $highest } but is too low below that, so the ten classes do not apply. Take wang2021 or standard.
coupling-coordination-constant = Left out, because every figure is the same: { $indicators }.
coupling-coordination-missing = { $count ->
    [one] One row is
   *[other] { $count } rows are
} left out because an indicator is missing, and nothing was filled in; the first is { $entity } { $period }, which lacks { $indicator }.
coupling-coordination-zero = { $count ->
    [one] One row has
   *[other] { $count } rows have
} a score of zero in every system; coupling and coordination are set to zero there.
coupling-coordination-clipped = { $count ->
    [one] One figure lies
   *[other] { $count } figures lie
} beyond the ends of the scale and { $count ->
    [one] counts
   *[other] count
} as the end.
coupling-coordination-failed = { $count ->
    [one] One draw was
   *[other] { $count } draws were
} passed over, because a system had no indicator that varies between the places drawn.
coupling-coordination-no-draws = Nothing was drawn, so there are neither intervals nor probabilities of classes.
coupling-coordination-one-entity = There is only one place: the intervals hold what weights and errors of figures add, not what other places would change.
coupling-coordination-choices = Over { $combinations } combinations of weights, normalisation and formula, the mean coordination degree lies between { $lowest } and { $highest }.
coupling-coordination-scales-from-data = Ends of scales are the extremes of these places, unless bounds are set. Intervals understate how far other places would move them: in a simulation, intervals meant to hold in 95% of cases held in 64 to 84%.
coupling-coordination-formula-wang2021 = Coupling by the formula of Wang and others (2021). It must not be compared with numbers by the standard formula, which stand beside it.
coupling-coordination-formula-standard = Coupling by the standard formula, which is close to 1 even for unlike systems: scores of 0.8 and 0.6 give 0.990.
coupling-coordination-formula-liao = Coupling by the formula of Liao (1999) with exponent { $exponent }; it must not be compared with numbers of another exponent.
coupling-coordination-formula-coefficient-lost = The columns with the standard formula and that of Wang and others (2021) hold sound coupling degrees to compare with.
coupling-coordination-formula-pairwise-product-sum = The columns with the standard formula and that of Wang and others (2021) hold sound coupling degrees to compare with.
coupling-coordination-formula-weights-inside = The columns with the standard formula and that of Wang and others (2021) hold sound coupling degrees to compare with.
coupling-coordination-formula-sqrt-missing = The root of the coordination degree in the table is the sound one.
coupling-coordination-conventions = The ten classes and four levels are conventions. Scores compare the places in the data unless bounds are set, and likeness of scores is not proof of exchange.
coupling-coordination-stages = The thresholds of the stages are a proposal that no study has tested.
coupling-coordination-more = { $more } more
coupling-coordination-no-systems = say which indicators make up which system, such as systems = {"{"} city = ["…"], park = ["…"] {"}"}. The data have { $indicators }.
coupling-coordination-in-two = these belong to two systems, and an indicator belongs to one: { $indicators }.
coupling-coordination-in-none = these belong to no system: { $indicators }. Add them to one, or leave them out with `where`.
coupling-coordination-too-large = { $indicator } has figures of more than 1e300: change its unit.
coupling-coordination-no-complete-row = No place has every indicator in any period ({ $entity }, { $period } lacks { $indicator }): add the figures, or leave indicators out of the systems.
coupling-coordination-system-constant = every indicator of { $system } is constant, so its score would mean nothing. Give it an indicator that differs between places or periods, or set bounds and weighting = "equal".
coupling-coordination-block-constant = every indicator of a block is constant, or no row has them all ({ $indicator } is the first).
chart-coupling-coordination-heat = Coordination degree by place and period
chart-coupling-coordination-heat-reading = Each cell is the coordination degree of a place in a period, from 0 to 1: the darker, the higher and the more alike its systems score.
chart-coupling-coordination-lines = Coordination degree over time
chart-coupling-coordination-lines-reading = A line per place; the band is the bootstrap interval. Where bands overlap, the order of places is not sure.
chart-coupling-coordination-bars = Coordination degree by place
chart-coupling-coordination-bars-reading = A bar per place, with its bootstrap interval. Where intervals overlap, the order of places is not sure.
chart-coupling-coordination-classes = Probabilities of the classes, { $period }
chart-coupling-coordination-classes-reading = In each row, how probable every class of coordination is for a place; a row adds up to 100%. A row spread over several cells has no sure class.
chart-coupling-coordination-obstacles = Largest obstacles, { $period }
chart-coupling-coordination-obstacles-reading = Each bar is the share of one indicator in all that a place lacks, weights included.
## cluster_typology
table-cluster-typology = Types of clusters
table-cluster-typology-labels = Types of clusters: scores and probabilities
table-cluster-typology-evidence = Evidence on the types of clusters
table-cluster-typology-guidance = What goes with each type
column-firms = Firms
column-label = Type
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
cluster-typology-count = { $count } { $label } ({ $clusters })
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
## goal_feasibility
table-goal-feasibility = Goals: required growth and probability
table-joint-feasibility = All goals of an entity together
table-goal-feasibility-paths = From the last figure to the goals
table-goal-feasibility-rates = Growth in the years behind
column-goal-number = Goal number
column-start-period = Last year known
column-start-level = Level then
column-goal-level = Goal
column-required-growth = Required growth a year
column-mean-growth = Mean growth a year so far
column-expected-growth = Expected growth a year
column-history-rates = Growth rates known
column-shrinkage = Weight of the reference class
column-goal-feasibility = Probability of reaching the goal
column-expected-level = Expected level (median)
column-peer-percentile = Peers that grew less than required
column-goals-joined = Goals together
column-common-years = Years in common
column-joint-feasibility = Probability of reaching all goals
column-independent-feasibility = The same if goals were independent
column-path = Path
column-path-level = Level
column-annual-growth = Growth in the year
path-actual = actual
path-projected = projected
path-required = required
path-planned = planned
reason-history-too-short = too few growth rates
reason-growth-constant = growth never varies
reason-not-positive = the last level is not positive
reason-goal-not-ahead = the goal’s year is not after the last one known
reason-goal-too-far = the goal is more than 100 years away
reason-not-stationary = growth does not return to a mean
reason-no-peers = too few peers with repeated growth rates
reason-no-draws = no random draws
reason-few-common-years = fewer than five years in common
goal-feasibility-goal = { $indicator } of { $entity } in { $period }
goal-feasibility-figure = { $indicator } of { $entity }
goal-feasibility-plain = { $goal }
goal-feasibility-required = { $goal } (needs { $growth } a year; { $rates ->
    [0] no growth rate is known
    [one] one growth rate is known
   *[other] { $rates } growth rates are known
})
goal-feasibility-unrequired = { $goal } (no growth can be required)
goal-feasibility-more = { $more } more
goal-feasibility-one = The goal for { $goal } needs { $required } a year; { $expected } is expected. The probability of reaching it is { $probability }.
goal-feasibility-hardest = The least probable goal is { $goal }: it needs { $required } a year, { $expected } is expected, and the probability of reaching it is { $probability }.
goal-feasibility-likely = Of { $all } goals with a probability, { $likely ->
    [0] none is
    [one] one is
   *[other] { $likely } are
} at least as likely as not.
goal-feasibility-joint = { $entity } reaches all { $goals } goals together with a probability of { $probability }.
goal-feasibility-assumed = No goals are set: as an example, every indicator shall reach { $times } times its last level in { $years } years. Set goals.
goal-feasibility-behind = These goals are not beyond the last level known; check the goal or whether more is better: { $goals }.
goal-feasibility-without = These goals have no probability; the table says why: { $goals }.
goal-feasibility-gaps = Years are missing in { $count ->
    [one] the history of one indicator
   *[other] the histories of { $count } indicators
}; growth over a gap does not count: { $figures }.
goal-feasibility-revised = A year’s level is printed beside that of the next year as another one (a revised base); growth starts from the revised one: { $figures }.
goal-feasibility-some-not-positive = Levels that are zero or negative have no growth rate and do not count: { $figures }.
goal-feasibility-product = Where indicators have fewer than five years in common, their goals can only be joined as if they were independent.
goal-feasibility-few-peers = The reference class has only { $peers ->
    [one] one entity
   *[other] { $peers } entities
}: how much they differ is hardly known, and the probabilities are rough.
goal-feasibility-shrunk = Mean growth of short histories is drawn towards that of the reference class ({ $peers ->
    [one] one entity
   *[other] { $peers } entities
}).
goal-feasibility-random-walk = Growth of every year is taken as an independent draw around a mean; intervals ({ $level }) and probabilities count that mean and variance are estimated.
goal-feasibility-ar1 = Growth of a year is taken to depend on that of the year before; intervals ({ $level }) and probabilities come from histories drawn and estimated again.
goal-feasibility-ar1-plug-in = Growth of a year is taken to depend on that of the year before, and the estimates are taken as true: intervals ({ $level }) are too narrow. Set draws.
goal-feasibility-student = Growth of every year is a draw with fat tails around a mean; intervals ({ $level }) and probabilities are simulated and count that mean and variance are estimated.
goal-feasibility-bootstrap = The years ahead are runs of years of the history, drawn at random; intervals ({ $level }) and probabilities are simulated.
goal-feasibility-even = as likely as not
goal-feasibility-needed = required
goal-feasibility-any-entity = any entity
goal-feasibility-no-figures = Needs a figure of { $indicator } for { $entity }: a goal names it.
goal-feasibility-needs-reference = “always” needs a reference class: bind the peers’ levels to “reference”, or choose “auto”.
goal-feasibility-not-ahead = the goal for { $indicator } of { $entity } is set for { $period }, which is not after the last year known, { $last }. Set a later period.
goal-feasibility-not-positive = The last level of { $indicator } of { $entity }, in { $last }, is not positive: no growth leads from there to a goal. Give positive levels.
goal-feasibility-nothing = nothing gives a probability, only the growth that is required: { $goals }. Bring at least three growth rates (four years in a row), or levels of peers as “reference”.
chart-goal-feasibility-paths = On the way: { $goal }
chart-goal-feasibility-paths-reading = The level so far, the median and the interval of what to expect, and the steady growth that reaches the goal. The required path should run within the band, better below the median.
chart-goal-feasibility-probability = How probable the goals are
chart-goal-feasibility-probability-reading = Each bar is the probability of reaching a goal if growth varies as it did. Left of the line, failure is more likely than success.
chart-goal-feasibility-rates = Growth of { $indicator }
chart-goal-feasibility-rates-reading = Growth of each year in percent. The line is what the least probable goal requires every year.
history-not-a-year = Needs a year as the period of { $indicator } of { $entity }; “{ $period }” is none. Choose one figure a year with `where`.
history-twice = Needs one figure of { $indicator } of { $entity } for { $period }; there are several. Choose with `where`.
history-unlabelled = { $count ->
    [one] One row without a label is
   *[other] { $count } rows without a label are
} passed over.

## target_tracking
table-target-tracking = Returns against the plan
table-target-tracking-shares = Share of the year by season
table-target-tracking-burndown = The year so far and as planned
column-series-number = Series number
column-to-date = Since the start of the year
column-growth-to-date = Growth on last year to date
column-expected-share = Usual share of the year
column-nowcast = Expected for the year
column-target = Target
column-gap = Gap to the target
column-gap-low = Gap, low
column-gap-high = Gap, high
column-required-rest = Still to come
column-required-run-rate = Still to come per season left
column-required-growth-rest = Required growth of the rest of the year
column-tracking-probability = Probability of meeting the target
column-tracking-status = Course
column-season = Season
column-years-counted = Years counted
column-cumulated = Since the start of the year
column-remaining = Left to the target
tracking-status-on-course = on course
tracking-status-at-risk = at risk
tracking-status-off-course = off course
tracking-status-undetermined = cannot be told
reason-no-reference-year = no complete year before
reason-one-reference-year = one complete year before: no interval
reason-shares-equal = all years have the same share: no interval
reason-nothing-yet = nothing has come in yet
reason-share-not-positive = the usual share is not positive
reason-no-target = no target
reason-target-not-positive = the target is not positive
reason-not-a-flow = does not add up over a year
target-tracking-figure = { $indicator } of { $entity }
target-tracking-more = { $more } more
target-tracking-range = {" "}({ $level } interval { $low } to { $high })
target-tracking-below = { $gap } below
target-tracking-above = { $gap } above
target-tracking-expected = { $figure }: { $to_date } by { $period } points to { $nowcast } for the year{ $range }, { $gap } the target of { $target }.
target-tracking-no-plan = { $figure }: { $to_date } by { $period } points to { $nowcast } for the year{ $range }. There is no target.
target-tracking-only-to-date = { $figure }: { $to_date } by { $period }; what the year will bring cannot be told.
target-tracking-rest = To meet it, the rest of the year must bring { $rest }: growth of { $growth } on the same rest of last year.
target-tracking-courses = Of { $all } plans, { $on } are on course, { $risk } at risk and { $off } off course.
target-tracking-no-reference = No complete year before, so no nowcast: { $figures }.
target-tracking-one-reference = Only one complete year before, so the nowcast is last year’s total times the growth to date and has no interval: { $figures }.
target-tracking-two-references = Only two complete years before, so the interval is very wide: { $figures }.
target-tracking-without-target = No target for the year: { $figures }.
target-tracking-not-a-flow = Stocks and ratios do not add up over a year and are not tracked: { $figures }.
target-tracking-printed = The printed growth is another one than that of the figures (comparable prices, or a revised base): { $figures }.
target-tracking-revised = Last year’s figure is printed otherwise than it was returned then (a revised base); growth to date uses the printed one: { $figures }.
target-tracking-broken = Months or quarters are missing between others, and the sum stops before them: { $figures }.
target-tracking-merged = January and February count as one season, since a year has February without January: { $figures }.
target-tracking-predictive = The share of this year is taken as a new draw from shares like those before; intervals and probabilities count that few years were seen.
target-tracking-plug-in = The mean and spread of past shares are taken as known: intervals are too narrow.
target-tracking-plan = target
target-tracking-unmatched = Needs a target that fits: the last return is { $period } ({ $indicator } of { $entity }; years { $years }), the targets are for { $planned }. Check years and names of entities and indicators.
target-tracking-nothing = there is neither a complete year before nor a target: { $figures }. Bring the returns of a complete year, or the target of this one.
chart-target-tracking-gap = Expected year against the target
chart-target-tracking-gap-reading = Each bar is how far the expected year lies above or below the target, in percent, with its interval. An interval across the line means that both are possible.
chart-target-tracking-nowcast = Expected for the year
chart-target-tracking-nowcast-reading = Each bar is the year that the returns point to, with its interval.
chart-target-tracking-burndown = The year of { $figure }
chart-target-tracking-burndown-reading = The figure since the start of the year as it came in, and as it would have to be to reach the target at the usual pace.
chart-target-tracking-shares = Share of the year by season: { $figure }
chart-target-tracking-shares-reading = The share of the year’s total that is usually there by the end of each season, with the interval for a new year.
returns-period = Needs a month (2017-03), a quarter (2017-Q1) or a year as the period of { $indicator } of { $entity }; “{ $period }” is none.
returns-twice = Needs one figure of { $indicator } of { $entity } by the end of { $period }; there are several. Choose with `where`.
returns-fall = Needs cumulative figures that do not fall: { $indicator } of { $entity } is less in { $period } than in { $before }. Correct the figure, or set `cumulative = false` if figures are of single months.
returns-mixed = Needs figures of one length a year to add up: { $indicator } of { $entity } mixes months, quarters or the whole year ({ $period }).
returns-negative = Needs figures that are not negative to add up: { $indicator } of { $entity } in { $period } is.
## composite_index
table-composite-index = Composite index
table-composite-index-weights = Scales and weights
table-composite-index-obstacles = Largest obstacles
table-composite-index-rank-probabilities = Probability of each rank
table-composite-index-stability = How far each weight may move before the first place changes
table-composite-index-rank-reversal = What dropping an entity does to the order of the others
table-composite-index-compromise = S, R and Q of VIKOR
table-composite-index-consistency = Consistency of the judgements
column-composite-index = Composite index
column-rank = Rank
column-rank-low = Rank, low
column-rank-high = Rank, high
column-probability-first = Probability of the first rank
column-veto = Vetoed by
column-deducted = Points deducted
column-direction = Better if
column-bound-low = Lower end of the scale
column-bound-high = Upper end of the scale
column-gain = Gain if it were at its best
column-order = Order
column-first-below = First below
column-first-above = First above
column-reversals = Pairs that change places
column-first-without = First without it
column-group-regret = Sum of regrets (S)
column-individual-regret = Largest regret (R)
column-compromise = Compromise (Q)
column-consistency = Measure
consistency-largest-eigenvalue = largest eigenvalue
consistency-consistency-index = consistency index (CI)
consistency-random-index = random index (RI)
consistency-consistency-ratio = consistency ratio (CR)
consistency-geometric-consistency-index = geometric consistency index (GCI)
direction-up = more
direction-down = less
reason-weights-unknown = weights are not known
reason-no-comparison = nothing to compare with in this period
reason-constant = the same for all
reason-nothing-left = nothing is left to compare
chart-composite-index-scores = Scores
chart-composite-index-scores-reading = Each dot is an entity’s score, the line its interval. Where intervals overlap widely, the order says little.
chart-composite-index-possible = Scores that are possible
chart-composite-index-possible-reading = Each line reaches from the least to the largest score that the unknown weights allow; the dot marks the largest.
chart-composite-index-ranks = Ranks and how sure they are
chart-composite-index-ranks-reading = Each dot is a rank (1, the best, at the left), the line its interval. Entities whose lines overlap cannot be told apart.
chart-composite-index-rank-probabilities = Probability of each rank
chart-composite-index-rank-probabilities-reading = A row is an entity: the darker a cell, the more often it has that rank in the draws.
chart-composite-index-obstacles = Largest obstacles
chart-composite-index-obstacles-reading = Each bar is the share of an indicator in what an entity lacks to the best score. Up to five indicators an entity count.
composite-index-when = {" "}({ $period })
composite-index-first = { $entity } comes first of { $all }{ $when } with { $score } (between { $low } and { $high }, { $level }); it is first in { $probability } of the draws.
composite-index-first-plain = { $entity } comes first of { $all }{ $when } with { $score }.
composite-index-sure = Ranks that are sure ({ $level } interval of a single rank): { $sure } of { $all }{ $when }.
composite-index-obstacle = { $indicator } is the largest obstacle of { $count } of { $all } entities{ $when }.
composite-index-no-score = There is no score, because { $count ->
    [one] one weight is
   *[other] { $count } weights are
} not known ({ $indicators }); the intervals hold for all weights that are possible.
composite-index-may-be-first = { $count ->
    [one] Only { $entities } can
   *[other] { $count } of { $all } entities can
} be first{ $when }{ $count ->
    [one] {""}
   *[other] , among them { $entities }
}.
composite-index-constant = { $count ->
    [one] One indicator is
   *[other] { $count } indicators are
} the same for all and left out: { $indicators }. Give bounds to keep it.
composite-index-clipped = Figures lie beyond the given scale and count as its ends: { $indicators }.
composite-index-left-out = { $count ->
    [one] One row is
   *[other] { $count } rows are
} left out because an indicator is missing; the first is { $entity } { $period }, which lacks { $indicator }.
composite-index-inconsistent = The judgements contradict each other: the consistency ratio is { $ratio }, more than 0.1. Ask again.
composite-index-vetoed = { $count ->
    [one] One entity is
   *[other] { $count } entities are
} ranked after all others because of a veto{ $when }: { $entities }.
composite-index-reversals = The order is not independent of who is compared: dropping any of { $count } of { $all } entities makes others change places{ $when }.
composite-index-compromise-neither = VIKOR’s first place leads by too little and is first by neither the sum of regrets nor the largest one: treat the next ones as equal.
composite-index-compromise-lead = VIKOR’s first place leads by less than 1 / (entities - 1): treat the next ones as equal.
composite-index-compromise-unstable = VIKOR’s first place is first by neither the sum of regrets nor the largest one.
composite-index-zeros = { $count ->
    [one] One row has
   *[other] { $count } rows have
} a score of 0 because an indicator is at its worst: a product does not forgive that.
composite-index-alone = { $count ->
    [one] One row is
   *[other] { $count } rows are
} alone in the period, so that nothing can be compared.
composite-index-nothing-varies = Nothing varies from draw to draw, so there are no intervals.
composite-index-how = Scales are the same for all periods. Weights: { $weighting }; aggregation: { $aggregation }.
composite-index-weighted-sum = weighted sum
composite-index-weighted-product = weighted product
composite-index-topsis = TOPSIS
composite-index-vikor = VIKOR, as 1 - Q
composite-index-promethee = PROMETHEE II
composite-index-weighting-equal = equal
composite-index-weighting-entropy = entropy
composite-index-weighting-critic = CRITIC
composite-index-weighting-standard-deviation = standard deviation
composite-index-weighting-ahp = judgements of pairs (AHP)
composite-index-weighting-combination = game-theoretic combination
composite-index-weighting-given = given
composite-index-combined = Shares in the combination: { $shares }.
composite-index-share = { $weighting } { $share }
composite-index-varied = Varied in { $draws } draws: { $what }.
composite-index-varied-entities = the entities that weights are estimated from
composite-index-varied-weights = the weights (Dirichlet, concentration { $concentration })
composite-index-varied-figures = the figures (errors of { $error })
composite-index-varied-methods = the weighting and the aggregation
composite-index-too-many-ranks = The probability of each rank is listed for periods of at most { $most } entities.
composite-index-none-dropped = Rank reversal is tried with at most { $most } entities.
composite-index-all-constant = Every indicator is the same for all entities, so nothing can be compared; give bounds to score them against targets.
composite-index-incomplete = Fewer than two entities have all indicators; { $entity } { $period }, for one, lacks { $indicator }. Choose fewer in `indicators`.
composite-index-twice = { $indicator } stands there twice, by code and by name.
composite-index-two-directions = The data say of { $indicator } both that more is better and that less is; decide in `directions`.
composite-index-not-listed = { $indicator } is not among the indicators that count.
composite-index-sum = they add up to { $sum }, not to { $right }; correct them or divide each by the sum.
composite-index-sum-of-group = those of the group “{ $group }” add up to { $sum }, not to { $right }.
composite-index-framework = Framework: { $en }.
composite-index-verbatim = { $en }
composite-index-covered = Only groups with { $share } of the framework’s weight have data; what they say counts as the whole.
composite-index-without-items = The data lack these items of the framework: { $items }. This is not a score by the whole framework.
composite-index-items-lacking = the data for { $count ->
    [one] this item
   *[other] these { $count } items
} of the framework: { $items }; name their indicators in items, or ask for what is possible without them: unknown_weights = "interval"
composite-index-weights-unknown = { $count ->
    [one] the weight of one indicator is
   *[other] the weights of { $count } indicators are
} not known ({ $indicators }), so there is no score; give weights, or ask for intervals by unknown_weights = "interval".
composite-index-unknown-constant = { $indicators }: the same for all, without a scale, and weights are not known; give bounds or leave it out.
## symbiosis
table-symbiosis = Relations
table-symbiosis-interactions = Effects of each indicator on the growth of each
table-symbiosis-parameters = Growth by itself
table-symbiosis-equilibrium = Levels at rest
table-symbiosis-stability = Stability of the levels at rest
table-symbiosis-trajectory = Path and outlook
column-first = First
column-second = Second
column-relation = Relation
column-effect-on-first = Effect on the first
column-effect-on-first-low = Effect on the first, low
column-effect-on-first-high = Effect on the first, high
column-q-value-on-first = q-value of the effect on the first
column-effect-on-second = Effect on the second
column-effect-on-second-low = Effect on the second, low
column-effect-on-second-high = Effect on the second, high
column-q-value-on-second = q-value of the effect on the second
column-effect = Effect
column-standard-error = Standard error
column-t = t
column-contribution = Growth added at the typical level
column-contribution-low = Growth added, low
column-contribution-high = Growth added, high
column-intrinsic-growth = Growth by itself
column-initial-level = Level at the start
column-level = Level
column-feasible = All levels positive
column-eigenvalue-real = Eigenvalue, real part
column-eigenvalue-imaginary = Eigenvalue, imaginary part
column-stable = Stable
column-boundedness = Boundedness
column-ahead = Steps ahead
column-observed = Observed
relation-mutualism = mutualism
relation-competition = competition
relation-parasitism = parasitism
relation-commensalism = commensalism
relation-amensalism = amensalism
relation-neutral = neutral
relation-not-identified = not identified
boundedness-dominant-diagonal = bounded: each limits itself enough
boundedness-lyapunov = bounded: a Lyapunov function was found
boundedness-not-shown = not shown
reason-shrunken-by-ridge = no standard error: shrunken
reason-singular-effects = the effects have no inverse
reason-no-positive-equilibrium = no equilibrium with positive levels
reason-grows-without-bound = the path leaves all bounds
reason-first-of-series = nothing before it to predict it from
symbiosis-too-short = a longer panel: { $species } indicators in a single entity need { $need } complete periods. The longest series, { $entity }, has { $got }; { $places ->
    [one] there is no other entity
   *[other] all { $places } entities together have { $useful } periods beyond two each and need { $more }
}. Take fewer indicators or more periods.
symbiosis-not-positive = levels above zero, as growth is relative: { $indicator } of { $entity } in { $period } is { $value }{ $more ->
    [0] .
    [one] ; one more is not above zero.
   *[other] ; { $more } more are not above zero.
} Leave the indicator out, or take a positive measure of it.
symbiosis-how-many = { $count ->
    [one] the data have one indicator
   *[other] the data have { $count } indicators
}; a system has 2 to 8. Name those that take part.
symbiosis-constant = over time, { $indicators } does not vary in any entity, so its effects cannot be told from growth by itself. Leave it out.
symbiosis-collinear = over time, these indicators are combinations of each other, so their effects cannot be told apart: { $indicators }. Leave one of them out.
symbiosis-too-large = the levels vary too much for numbers: { $indicators }.
symbiosis-trajectory-collinear = the indicators are nearly collinear (condition number { $condition }); take “auto” or “integral_matching”, or set ridge to “none”.
symbiosis-pair = { $first } and { $second } ({ $relation })
symbiosis-more = { $more } more
symbiosis-identified = { $known ->
    [one] The panel identifies the relation of one pair
   *[other] The panel identifies the relations of { $known } pairs
} of { $all }: { $pairs }.
symbiosis-none-identified = { $all ->
    [one] The panel does not tell what the two are to each other.
   *[other] The panel identifies the relation of none of the { $all } pairs.
}
symbiosis-stable = There are positive levels at which all would rest, and small disturbances of them die out.
symbiosis-unstable = There are positive levels at which all would rest, but small disturbances of them grow.
symbiosis-no-equilibrium = There are no positive levels at which all would rest: in the long run not all of them last, or some keep growing.
symbiosis-places-stable = Of { $places } entities, { $positive } have positive levels at which all would rest; in { $stable } of them small disturbances die out.
symbiosis-shrunken = The indicators are nearly collinear (condition number { $condition }), so effects are shrunken: they serve to carry the path on, and no relation is identified.
symbiosis-monotone = Every indicator only rises or only falls: growth by itself and effects can hardly be told apart (condition number { $condition }). Look at the width of the intervals before the signs.
symbiosis-unbounded = Nothing was found that keeps the levels bounded: neither a dominant diagonal nor a positive diagonal D with DB + BᵀD negative definite. Mutual furthering may feed growth beyond all bounds; do not read the path far ahead.
symbiosis-fell-back = No trajectory could be fitted; the effects come from growth between periods, which errors of observation bias.
symbiosis-residuals-follow = Residuals resemble those of the period before (correlation { $correlation }), so disturbances feed on and the intervals are too narrow; compare with the estimator “integral_matching”.
symbiosis-incomplete = { $count ->
    [one] One period of an entity lacks
   *[other] { $count } periods of entities lack
} an indicator and { $count ->
    [one] is
   *[other] are
} left out; the step across is longer.
symbiosis-left-out = { $count ->
    [one] One entity has
   *[other] { $count } entities have
} fewer than two complete periods and { $count ->
    [one] is
   *[other] are
} left out.
symbiosis-failed = Of { $draws } draws, { $count ->
    [one] one
   *[other] { $count }
} could not be fitted and { $count ->
    [one] is
   *[other] are
} left out of the bands.
symbiosis-consecutive = The codes of periods are no numbers, so there is one step of equal length from each period of the source to the next.
symbiosis-numbers = Time is the number in the code of the period; gaps count as they are.
symbiosis-months = Time is counted in months, from codes of six digits for year and month.
symbiosis-by-trajectory = The path of the system lies next to the logarithms of all figures (nonlinear least squares); errors are taken as errors of observation.
symbiosis-by-matching = Growth from each period to the next is explained by the mean levels of both (least squares); errors are taken as disturbances of growth.
symbiosis-shared-effects = All entities share the effects; growth by itself is their own.
symbiosis-identification = Intervals are at { $level }; an effect without significance counts as none only if its interval is narrow. The panel has { $observations } complete periods of entities; condition number { $condition }.
symbiosis-bands = Bands come from { $draws } draws of residuals, each estimated again; ahead they also hold what will disturb the figures.
symbiosis-no-effect = no effect
chart-symbiosis-effects = Who furthers or hinders whose growth
chart-symbiosis-effects-reading = Each bar is the growth per unit of time that the first-named indicator, at its typical level, adds to the second. Effects of an indicator on itself are its limit to growth. Whiskers are the interval; one that spans zero does not tell the sign.
chart-symbiosis-heat = Growth that each adds to each
chart-symbiosis-heat-reading = Rows have the effect, columns grow by it. One colour furthers, the other hinders; the paler, the less.
chart-symbiosis-trajectory = Path and outlook of { $entity }
chart-symbiosis-trajectory-reading = The path that the system gives, by indicator, with the steps ahead at the end. The band is that of the path in observed periods and that of future figures ahead.
## investment_game
column-contribution-threshold = Threshold of contributing
column-supported-contribution = Contribution that is supported
table-investment-game = Equilibrium of the clusters
table-investment-game-summary = The game in numbers
table-investment-game-preferences = Preference shares
table-investment-game-optimum = The optimum, cluster by cluster
table-investment-game-subsidies = Matching subsidies that reach the optimum
table-investment-game-neutrality = What money moved or added changes
table-investment-game-authority = Splits of the authority’s budget
table-investment-game-matching = The authority matches contributions
table-investment-game-statics = Other budgets, other numbers of clusters
table-investment-game-responses = Best responses of the two largest contributors
column-budget = Budget
column-tax = Tax for the brand
column-brand-spending = Spending on the brand
column-brand-units = Units of brand
column-tangible-units = Units of tangible assets
column-other-spending = Other spending
column-payoff = Payoff
column-contributor = Contributes
column-marginal-rate = Worth of one more in the brand
column-deviation = Gain by deviating, at most
column-measure = Measure
column-tangible-share = Share of tangible assets
column-brand-share = Share of the brand
column-other-share = Share of everything else
column-share-origin = Origin of the shares
column-brand-share-bound = Brand share, at most
column-lindahl-share = Lindahl share
column-lindahl-private = Private spending (Lindahl)
column-payoff-lindahl = Payoff (Lindahl)
column-loses = Loses (Lindahl)
column-utilitarian-private = Private spending (utilitarian)
column-payoff-utilitarian = Payoff (utilitarian)
column-loses-utilitarian = Loses (utilitarian)
column-rate = Matching rate
column-subsidy = Subsidy
column-lump-sum = Lump sum
column-net = Cost to the cluster
column-change = Change
column-amount = Amount
column-brand-before = Brand spending before
column-brand = Brand spending
column-brand-expected = Brand spending by theory
column-contributors = Contributors
column-private-change = Largest change of private spending
column-crowding-out = Crowding out
column-holds = As theory says
column-matching-spending = Spending on matching
column-brand-part = Part for the brand
column-public-spending = Public spending on the brand
column-in-kind-spending = Spending on tangible assets for clusters
column-welfare = Welfare (geometric mean payoff)
column-overfed = Clusters with more tangible assets than wanted
column-varied = Varied
column-underprovision = Brand as share of the optimum
column-efficiency = Efficiency
column-others = Spending of all others
column-best-response = Best response
contributor-yes = yes
contributor-no = no
loses-yes = yes
loses-no = no
loses-utilitarian-yes = yes
loses-utilitarian-no = no
holds-yes = yes
holds-no = no
share-origin-given = given
share-origin-estimated = estimated from spending
share-origin-bounded = assumed, as far as spending nothing allows
share-origin-assumed = assumed
measure-clusters = Clusters
measure-contributors = Contributors
measure-brand-nash = Brand spending, equilibrium
measure-units-nash = Brand, equilibrium
measure-brand-lindahl = Brand spending, Lindahl
measure-units-lindahl = Brand, Lindahl
measure-brand-utilitarian = Brand spending, utilitarian
measure-units-utilitarian = Brand, utilitarian
measure-underprovision = Equilibrium brand over Lindahl’s
measure-underprovision-utilitarian = Equilibrium brand over the utilitarian one
measure-efficiency-lindahl = Equilibrium payoffs over Lindahl’s (geometric mean)
measure-efficiency = Equilibrium payoffs over the utilitarian ones (geometric mean)
measure-price-of-anarchy = Price of anarchy
measure-losers-lindahl = Clusters that lose (Lindahl)
measure-losers-utilitarian = Clusters that lose (utilitarian)
measure-marginal-worth = Worth of one more in the brand, all clusters
measure-crowding-out-marginal = Crowding out of a little outside money
measure-crowding-out = Crowding out of the public money
measure-weakest-link-lowest = Lowest common contribution in equilibrium
measure-weakest-link-highest = Highest common contribution in equilibrium
measure-authority-brand-part = Best part for the brand
measure-authority-brand = Brand spending at the best split
measure-authority-matching-rate = Best matching rate of the authority
measure-authority-matching-welfare = Welfare at the best matching rate
measure-authority-welfare = Welfare at the best split
measure-largest-deviation = Largest gain by deviating, at most
change-redistribution = from one contributor to another, less than it contributes
change-large-redistribution = from one contributor to another, more than it contributes
change-lump-sum = public money taken from contributors
change-outside = public money from outside
change-scale = all money doubled
varied-budgets = all budgets (factor)
varied-largest-budget = budget of the largest contributor (factor)
varied-clusters = number of average clusters
varied-largest-clusters = number of clusters, largest first
reason-below-subsistence = not enough money for subsistence
reason-no-equilibrium = no equilibrium with a brand
investment-game-contribute = { $count ->
    [0] None of { $all } clusters contributes to the brand; spending on it is { $brand }{ $against }.
    [one] One of { $all } clusters contributes to the brand; spending on it is { $brand }{ $against }.
   *[other] { $count } of { $all } clusters contribute to the brand; spending on it is { $brand }{ $against }.
}
investment-game-against-optimum = {""}, and the brand is { $share } of Lindahl’s optimum (spending { $optimum })
investment-game-all-gain = Acting each for itself gives payoffs of { $efficiency } of what acting as one could give. If each paid its Lindahl share of the optimal brand, no cluster would lose.
investment-game-some-lose = Acting each for itself gives payoffs of { $efficiency } of what acting as one could give. If each paid its Lindahl share of the optimal brand, { $count ->
    [one] one cluster
   *[other] { $count } clusters
} would lose and must be compensated: { $players }.
investment-game-authority-best = An authority that splits { $budget } does best with { $part } for the brand and the rest for tangible assets; all spending on the brand is then { $brand }.
investment-game-authority-matches = It does better still if it first pays { $rate } of every contribution, which costs { $spending } of the budget: the mean payoff is { $gain } higher.
investment-game-authority-no-matching = Paying a part of every contribution out of the same budget would make no split better.
reason-unaffordable = matching costs more than the budget
investment-game-normalised = { $count ->
    [one] The shares of one cluster do not add up to 1 and were divided by their sum
   *[other] The shares of { $count } clusters do not add up to 1 and were divided by their sums
}: { $players }.
investment-game-below = { $count ->
    [one] One cluster has
   *[other] { $count } clusters have
} no money beyond subsistence, contribute nothing and have no payoff: { $players }.
investment-game-assumed = The preference shares of { $count ->
    [one] one cluster
   *[other] { $count } clusters
} are assumed, not data; results for them follow from the setting “shares”: { $players }.
investment-game-bounded = { $count ->
    [one] One cluster contributes
   *[other] { $count } clusters contribute
} nothing, so spending tells only the largest brand share possible: { $players }.
investment-game-no-contributor = No cluster contributes: the public part of the brand is more than any of them wants. { $player } would be the first to contribute if it were smaller.
investment-game-many = Every smaller common contribution is an equilibrium too; the numbers are those of the best for all.
investment-game-also-none = That nobody contributes is an equilibrium too; the numbers are those of the other one.
investment-game-subsidies-given = Matching subsidies work only if clusters take the lump sums as given. Clusters that see through the authority’s budget undo them.
investment-game-estimated = Shares estimated from one year’s spending reproduce it exactly, so they have no interval.
investment-game-exact = The equilibrium is exact for the given shares: no cluster could gain more than { $deviation } of its payoff by another contribution.
investment-game-more = { $more } more
investment-game-budget = budgets above zero: that of { $player } is { $budget }
investment-game-extreme = numbers of a usual size: budget, share or price of { $player } are beyond what can be computed; state money in another unit
investment-game-subsistence = subsistence of zero or more: that of { $player } is not
investment-game-share-outside = shares between 0 and 1: { $role } of { $player } is { $share }
investment-game-brand-share = brand shares above 0 and below 1: that of { $player } is { $share }
investment-game-share-sum = shares that add up to 1: those of { $player } add up to { $sum }
investment-game-no-brand-share = the brand share of { $player }: map brand_share, or both other shares
investment-game-no-spending = the brand spending of { $player }: shares can be estimated only if the spending of all clusters is known
investment-game-overspent = spending within the budget: { $player } spends { $spent }, and { $left } is left for that
investment-game-nothing-spent = some spending on the brand: nobody spends anything, so shares cannot be estimated
investment-game-spends-nothing = some spending of { $player } on the brand: with “ces” aggregation every cluster contributes, so spending nothing fits no share
investment-game-weakest-unknown = preference shares: with “weakest_link” spending does not tell them
investment-game-tax = its tax leaves { $player } nothing ({ $tax } of a budget of { $budget })
investment-game-no-payer = no cluster contributes, so nobody pays; use “outside” or “proportional”
investment-game-nobody = no cluster has money beyond subsistence, not even { $player }, so nobody contributes and there is no brand.
investment-game-needs-everybody = the brand needs every cluster, and { $player } has no money beyond subsistence.
chart-investment-game-contributions = Who pays for the brand
chart-investment-game-contributions-reading = Each bar is what a cluster spends on the brand in equilibrium. Clusters without a bar benefit without paying.
chart-investment-game-responses = How the two largest contributors answer to the others
chart-investment-game-responses-reading = Along the axis what all others spend on the brand, upwards what the cluster then spends. A falling line means that it leaves the brand to the others as they spend more.
chart-investment-game-clusters = The more clusters, the less of the brand that they want
chart-investment-game-clusters-reading = Brand in equilibrium as a share of Lindahl’s optimum, for so many copies of the average cluster.
chart-investment-game-budgets = Brand and the budget of the largest contributor
chart-investment-game-budgets-reading = Brand in equilibrium as a share of Lindahl’s optimum, with the budget of the largest contributor multiplied by the factor along the axis.
chart-investment-game-authority = How an authority should split its budget
chart-investment-game-authority-reading = Geometric mean of the payoffs, by the part of the budget that goes into the brand; the rest buys tangible assets for the clusters.
## target_plan
table-target-plan = Plan by series and period
table-target-plan-ratios = Ratios of the plan
table-target-plan-paths = Plan, published plan and straight line
table-target-plan-audit = The published plan against the requirements
table-target-plan-prices = What limits cost in smoothness
table-target-plan-objective = How the paths compare
column-target-plan = Planned level
column-increase = Increase
column-share-left = Share of the way still ahead
column-least = Lowest allowed
column-most = Highest allowed
column-binding = Leaves no room
column-published = Published
column-published-difference = Published minus planned
column-ratio = Ratio
column-plan-path = Path
column-plan-level = Level
column-requirement = Requirement
column-subject = Of
column-required = Required
column-missed = Missed by
column-price = Change of the objective per unit
column-objective = Sum of squared bends
column-broken = Requirements broken
column-checked = Requirements checked
plan-path-plan = plan
plan-path-published = published plan
plan-path-straight = straight line
binding-goal = goal
binding-least = lowest level
binding-most = highest level
binding-least-increase = smallest increase
binding-most-increase = largest increase
binding-ratio-least = lowest ratio
binding-ratio-most = highest ratio
binding-ratio-falling = ratio may not rise
binding-ratio-divisor = divisor must be positive
requirement-goal = goal
requirement-least = lowest level
requirement-most = highest level
requirement-least-increase = smallest increase
requirement-most-increase = largest increase
requirement-ratio-least = lowest ratio
requirement-ratio-most = highest ratio
requirement-ratio-falling = ratio may not rise
requirement-ratio-divisor = divisor must be positive
requirement-identity = identity
requirement-link = link
target-plan-who = { $entity }:{" "}
target-plan-more = { $more } more
target-plan-run = { $from } to { $to }
target-plan-headline = { $who }The smoothest plan: { $series }.
target-plan-journey = { $indicator } from { $start } ({ $from }) to { $goal } ({ $to }), the largest step { $step } in { $in }
target-plan-published-keeps = { $who }The published plan keeps all { $checked } requirements.
target-plan-published-breaks = { $who }Of { $checked } requirements, the published plan breaks { $broken }: { $list }.
target-plan-broken = { $subject } in { $period }, { $requirement } ({ $value } against { $required })
target-plan-unevenness = { $who }The published path bends by { $published } in all (sum of squares), the plan by { $plan }.
target-plan-costliest = { $who }What bends the plan most is one limit: { $requirement } of { $subject } in { $period }.
target-plan-open = { $who }Neither smoothness nor requirements fix the levels of { $series }; they stay as close to the start as the rest allows. Give them a goal, or smooth = true.
target-plan-start-broken = { $who }The figures at the start do not obey “{ $rule }” ({ $left } against { $right }); the plan obeys it from the first period on.
target-plan-goal-below = { $who }The goal lies below the start for { $series }: check whether it shall fall.
target-plan-exact = Identities hold to the last bit when they are computed as they are written; other requirements to 1e-8 of the levels they are about.
target-plan-residual = The two sides of identities differ by at most { $residual }.
target-plan-nearby = A ratio that may not rise makes the problem not convex: the plan is the smoothest among plans like it, perhaps not of all.
target-plan-second-difference = Smooth means that increases change little: second differences, divided by the scale of each series (its goal, if none is set), are squared and added.
target-plan-log = Smooth means that growth rates change little: second differences of logarithms are squared and added.
target-plan-no-interval = The plan has no interval, as nothing in it is estimated; whether the goals can be reached is another question.
target-plan-cap = Highest allowed
target-plan-infeasible = no plan meets these requirements together, and without any one of them the others could be met: { $requirements }. Relax one of them
target-plan-no-fall = with ratios that may not rise, no plan was found, and these requirements are in each other’s way: { $requirements }. Relax one of them, or give the ratio a highest value for each period instead of falling
target-plan-must-goal = { $subject } reaches { $bound } in { $periods }
target-plan-must-least = { $subject } at least { $bound } in { $periods }
target-plan-must-most = { $subject } at most { $bound } in { $periods }
target-plan-must-least-increase = { $subject } grows by at least { $bound } in { $periods }
target-plan-must-most-increase = { $subject } grows by at most { $bound } in { $periods }
target-plan-must-ratio-least = { $subject } at least { $bound } in { $periods }
target-plan-must-ratio-most = { $subject } at most { $bound } in { $periods }
target-plan-must-ratio-falling = { $subject } does not rise in { $periods }
target-plan-must-ratio-divisor = what { $subject } is divided by stays positive in { $periods }
target-plan-must-identity = “{ $subject }” in { $periods }
target-plan-must-link = “{ $subject }” in { $periods }
target-plan-divisor = what { $ratio } is divided by is not positive in { $period }; give it a lowest level
target-plan-log-positive = { $indicator } has a start or a goal that is not positive, and so no growth rate; use smoothness = "second_difference"
target-plan-needs-periods = periods to plan: nothing stands after { $start }; set periods or years
target-plan-needs-series = series to plan: name each with its goal
target-plan-no-number = the start { $period } is not a whole number, so years cannot be counted on from it; list the periods
target-plan-order = they must follow the start { $start } and each other in ascending order, none twice
target-plan-too-many = { $levels } levels are too many for one plan; at most 1,500. Name fewer series or periods
target-plan-too-long = { $periods } planned periods are too many; at most { $most }. Set start, periods or years
target-plan-too-large = { $indicator } has levels too large for squares; choose a larger unit
target-plan-series-twice = { $indicator } stands there twice, by code and by name
target-plan-no-start = the level of { $indicator } in { $period }: add it to the data, or set initial
target-plan-no-look-back = a level of { $indicator } that stands { $back ->
    [0] at the start ({ $start })
    [one] one period before the start ({ $start })
   *[other] { $back } periods before the start ({ $start })
}, because “{ $subject }” looks back to it: add it to the data, or set initial
target-plan-list-length = the list for { $subject } has { $got } numbers for { $need } planned periods
target-plan-unreadable = “{ $rule }” cannot be read from character { $column } on.
chart-target-plan-path = The way to the goal: { $indicator }
chart-target-plan-path-reading = Levels by period. The straight line is perfectly smooth but may break limits; the plan is as smooth as the limits allow.
chart-target-plan-left = Share of the way still ahead
chart-target-plan-left-reading = Each line falls from one at the start to zero at the goal. A line that stays high leaves much to the last periods.
chart-target-plan-increase = Task of every period
chart-target-plan-increase-reading = Each bar is what a period adds to the level before. The start has none.
chart-target-plan-ratios = Ratios of the plan
chart-target-plan-ratios-reading = Ratios that follow from the planned levels, from the start on.

## entry_exit_backtest
table-entry-exit-backtest = How well each model foretold entry and exit
table-entry-exit-backtest-differences = Differences of areas under the curve
table-entry-exit-backtest-calibration = Foretold and observed shares
table-entry-exit-backtest-industries = How well each model foretold, by industry
column-model = Model
column-outcome = What happens
column-auc = Area under the curve
column-brier = Brier score
column-brier-low = Brier score, low
column-brier-high = Brier score, high
column-skill = Brier skill against the base rate
column-skill-low = Brier skill, low
column-skill-high = Brier skill, high
column-calibration-intercept = Intercept of calibration
column-calibration-slope = Slope of calibration
column-calibration-slope-low = Slope of calibration, low
column-calibration-slope-high = Slope of calibration, high
column-events = Events
column-base-rate = Base rate in training
column-verdict = Verdict
column-first-model = Model
column-second-model = Compared with
column-auc-difference = Difference of areas
column-bin = Bin
column-predicted = Foretold
model-incidence = incidence model
model-incidence-log-linear = log-linear incidence model
model-persistence = persistence
model-industry-rate = rate of the industry
model-location-quotient = location quotient
model-relatedness-density = relatedness density
model-logistic = location quotient and density
first-model-incidence = incidence model
first-model-incidence-log-linear = log-linear incidence model
first-model-persistence = persistence
first-model-industry-rate = rate of the industry
first-model-location-quotient = location quotient
first-model-relatedness-density = relatedness density
first-model-logistic = location quotient and density
second-model-incidence = incidence model
second-model-incidence-log-linear = log-linear incidence model
second-model-persistence = persistence
second-model-industry-rate = rate of the industry
second-model-location-quotient = location quotient
second-model-relatedness-density = relatedness density
second-model-logistic = location quotient and density
outcome-entry = entry
outcome-exit = exit
verdict-skill = skill
verdict-order-only = order only: ranks, not probabilities
verdict-probabilities-only = probabilities only, not the order
verdict-no-skill = no skill
reason-not-fitted = the model could not be fitted
reason-no-transitions = nothing that could have happened
reason-no-events = nothing happened
reason-only-events = everything happened
entry-exit-backtest-best-entry = Entry is foretold best by the { $model }: area under the curve { $auc } ({ $low } to { $high }; 0.5 is a coin), { $events } entries.
entry-exit-backtest-best-exit = Exit is foretold best by the { $model }: area under the curve { $auc } ({ $low } to { $high }; 0.5 is a coin), { $events } exits.
entry-exit-backtest-none-entry = No model foretells entry: the best area under the curve is { $auc } ({ $low } to { $high }; 0.5 is a coin; { $model }, { $events } entries).
entry-exit-backtest-none-exit = No model foretells exit: the best area under the curve is { $auc } ({ $low } to { $high }; 0.5 is a coin; { $model }, { $events } exits).
entry-exit-backtest-no-entry = Entry cannot be judged: after training nothing entered, or everything that could.
entry-exit-backtest-no-exit = Exit cannot be judged: after training nothing left, or everything that could.
entry-exit-backtest-ahead = The incidence model is ahead of relatedness density in foretelling { $event } (difference of areas { $low } to { $high }).
entry-exit-backtest-behind = The incidence model is behind relatedness density in foretelling { $event } (difference of areas { $low } to { $high }).
entry-exit-backtest-level = The incidence model and relatedness density foretell { $event } alike (difference of areas { $low } to { $high }).
entry-exit-backtest-pair = { $model } of { $event }
entry-exit-backtest-no-skill = No skill: { $list }. Do not use these forecasts.
entry-exit-backtest-unfitted-too-few-events = The incidence model was not fitted: training has too few entries or exits.
entry-exit-backtest-unfitted-impossible-entry = The incidence model was not fitted: an industry entered a place that nothing reaches; set propagule_rain = "estimate".
entry-exit-backtest-unfitted-not-identified = The incidence model was not fitted: training does not tell its parameters apart.
entry-exit-backtest-unfitted-not-converged = The incidence model was not fitted: its likelihood has no maximum that could be found.
entry-exit-backtest-one-step = A single step tests the models: another year may judge otherwise, and intervals do not know it.
entry-exit-backtest-split = Trained on { $train } { $train ->
    [one] step
   *[other] steps
} up to { $until }, tested on { $test } { $test ->
    [one] step
   *[other] steps
} after it; errors hold the transitions of a place together.
entry-exit-backtest-fit = The incidence model as trained: decay { $decay } per kilometre, exponent of capacity { $b } in what places send and { $x } in exit, weight of related industries { $omega }.
entry-exit-backtest-calibrated = as foretold
entry-exit-backtest-coin = a coin
entry-exit-backtest-no-training = no step from period to period ends at or before { $period }: choose a later period
entry-exit-backtest-no-test = no step from period to period begins at or after { $period }: choose an earlier period
chart-entry-exit-backtest-entry = How well entry was foretold
chart-entry-exit-backtest-entry-reading = The chance that an entry had the larger probability than an absence that stayed one. A model whose interval spans 0.5 is no better than a coin.
chart-entry-exit-backtest-exit = How well exit was foretold
chart-entry-exit-backtest-exit-reading = The chance that an exit had the larger probability than a presence that stayed one. A model whose interval spans 0.5 is no better than a coin.
chart-entry-exit-calibration-entry = Foretold and observed shares of entry
chart-entry-exit-calibration-entry-reading = One dot for each bin of probabilities. Right probabilities lie where both axes show the same number; dots below are too bold.
chart-entry-exit-calibration-exit = Foretold and observed shares of exit
chart-entry-exit-calibration-exit-reading = One dot for each bin of probabilities. Right probabilities lie where both axes show the same number; dots below are too bold.

## outlook of the incidence function model
table-incidence-equilibrium = Incidence at rest, by place and industry
table-incidence-capacity = What each industry can hold on to
table-incidence-place-values = What places are worth to industries
table-incidence-forecast = Places occupied in the periods ahead
table-incidence-scenarios = Scenarios against how things are
column-equilibrium = Incidence at rest, surroundings as now
column-long-run = Incidence at rest, all in motion
column-at-horizon = Probability at the horizon
column-standing = Debt or credit
column-metapopulation-capacity = Metapopulation capacity
column-error = Error bound
column-half-entry = Connectivity of even chance
column-critical-half-entry = The same at the fold
column-reserve = Connectivity that could be lost
column-fold-width = Relative width of the fold
column-occupied-now = Places occupied now
column-occupied-mean-field = Places occupied in the mean field
column-occupied-until-gone = Places occupied until it is gone
column-periods-until-gone = Periods until it is gone
column-exact = Exact
column-value-lost = Lost without the place
column-first-order = Share in the capacity
column-elasticity = Elasticity
column-unit-adds = What a unit of capacity adds
column-scenario = Scenario
column-baseline = As things are
column-scenario-effect = Effect of the scenario
standing-extinction-debt = extinction debt
standing-colonisation-credit = colonisation credit
standing-neither = neither
reason-fed-from-outside = sources outside keep it from vanishing for good
reason-too-many-sites = too many places and industries
reason-no-connection = no connection is strong enough
incidence-standing = { $debt } { $debt ->
    [one] presence lives
   *[other] presences live
} on borrowed time (incidence at rest below 30 %), and { $credit } { $credit ->
    [one] absence is an opening
   *[other] absences are openings
} not yet taken (above 70 %).
incidence-reserve = Nearest to collapse is { $industry }: it would vanish if all connections lost { $reserve } of their strength.
incidence-beyond-fold = In the mean field { $industry } cannot last: connections would have to be stronger for it to hold.
incidence-most-valued = No place does more for an industry than { $place } for { $industry }.
incidence-scenario = Scenario “{ $scenario }”: { $difference } occupied places more after { $horizon } periods ({ $low } to { $high }).
incidence-scenario-unsure = Scenario “{ $scenario }”: no sure difference after { $horizon } periods ({ $difference } occupied places; { $low } to { $high }).
incidence-field-and-chance-differ = In the mean field an industry is gone, yet by chance it lives on for long: read both columns.
incidence-too-large-for-fold = The fold was not looked for: there are too many places and industries.
incidence-simulated = Forecasts and scenarios: { $draws } draws of parameters and chance over { $horizon } periods, the same draws for every scenario. Industries of other fits stay as they are.
incidence-as-things-are = as things are
chart-incidence-forecast = Places occupied in the periods ahead
chart-incidence-forecast-reading = The mean over draws, with the interval of parameters and chance together.
chart-incidence-place-values = What places are worth to industries
chart-incidence-place-values-reading = Shares in the metapopulation capacity of the industry; those of all places add up to it. Intervals are over draws of the parameters.
chart-incidence-scenarios = Scenarios against how things are
chart-incidence-scenarios-reading = The mean difference of occupied places at the horizon over the same draws. A bar whose interval spans zero is not sure.
scenario-place-exists = { $place } is there already; give the new place another code
scenario-no-position = the position of { $place } cannot be set among the others: give lon and lat where places have degrees, x_m and y_m where they have metres; with distances given there is no new place

## incidence_function
table-incidence-function = Entry and exit of industries
table-incidence-function-opportunities = Opportunities: where industries may come
table-incidence-function-risks = Risks: where industries may leave
table-incidence-function-parameters = Parameters of entry and exit
table-incidence-function-places = Entries and exits by place
table-incidence-function-transitions = Entries and exits by period
table-incidence-function-fit = Quality of the fit
table-incidence-function-responses = What chances depend on
column-connectivity = Connectivity
column-capacity = Capacity
column-entry-probability = Chance of entry
column-exit-probability = Chance of exit
column-parameter = Parameter
column-covariate = Covariate
column-profile-low = Low by profile likelihood
column-profile-high = High by profile likelihood
column-industries-present = Industries present
column-entries = Entries
column-expected-entries = Expected entries
column-exits = Exits
column-expected-exits = Expected exits
column-empty = Without the industry before
column-occupied = With the industry before
column-transitions = Transitions
column-log-likelihood = Log likelihood
column-aic = AIC
column-auc-entry = AUC of entry
column-auc-exit = AUC of exit
column-brier-entry = Brier score of entry
column-brier-exit = Brier score of exit
column-gradient = Largest gradient
column-distance-scale = Median distance
column-capacity-scale = Mean capacity (geometric)
column-event = Event
column-driver = Connectivity or capacity
event-entry = entry by connectivity
event-exit = exit by capacity
parameter-decay = decay (α)
parameter-capacity-out = capacity, sending (b)
parameter-half-entry = half-entry connectivity (y)
parameter-exponent = exponent (z)
parameter-exit-rate = rate of exit (e)
parameter-capacity-exit = capacity, staying (x)
parameter-relatedness = relatedness (ω)
parameter-rain = rain from outside (m0)
parameter-stochasticity = stochasticity of years (σ)
parameter-entry-covariate = effect on entry
parameter-exit-covariate = effect on exit
reason-too-few-events = too few entries or exits
reason-impossible-entry = an entry where nothing reaches
reason-not-identified = the data do not tell the parameters apart
reason-not-converged = no maximum was reached
reason-none-found = the best value is zero
reason-no-decay = the best value is zero: distance does not matter here
reason-fixed = not estimated
reason-no-capacity = its capacity is not known
reason-no-covariate = a covariate is not known
incidence-function-opportunity = Likeliest to come after { $period }: { $industry } to { $place }, with a chance of { $chance } ({ $low } to { $high }).
incidence-function-risk = Likeliest to leave after { $period }: { $industry } from { $place }, with a chance of { $chance } ({ $low } to { $high }).
incidence-function-reach = Spillovers from other places fade over { $distance } { $unit } ({ $low } to { $high }).
incidence-function-reach-fixed = Spillovers from other places fade over { $distance } { $unit }.
incidence-function-reach-median = In the middle one of { $count } industries, spillovers from other places fade over { $distance } { $unit }.
incidence-function-no-decay = How far away other places are makes no difference here.
incidence-function-equal = All capacities are equal: what capacity does cannot be told and is left out (b = 0, x = 0).
incidence-function-unfitted = { $count } of { $all } industries have no fit; the table “fit” says why.
incidence-function-few = { $count } of { $fits } fits have fewer than ten entries or exits for each parameter.
incidence-function-mean-field = In { $count } of { $fits } fits distance makes no difference (decay 0): all places matter alike.
incidence-function-unrelated = In { $count } of { $fits } fits related industries make no difference (ω = 0).
incidence-function-no-rain = In { $count } of { $fits } fits nothing comes from outside (m0 = 0).
incidence-function-no-stochasticity = In { $count } of { $fits } fits years do not differ in how frequent exit is (σ = 0).
incidence-function-stochasticity = Years differ in how frequent exit is everywhere: chances are means over years, and forecasts draw years. Equilibrium and mean field take the means, as if places did not share their years.
incidence-function-stochasticity-missing = presence is not known in { $share } of all cases and cannot be replaced by what the model expects: set missing = "drop", or take places and periods that are known
incidence-function-ridge = { $first } and { $second } can hardly be told apart (correlation { $correlation }): trust what they say together, and intervals by profile likelihood.
incidence-function-saturated = Industries are present in { $share } of all cases: entries are few, and what drives them is uncertain.
incidence-function-missing = Presence is not known in { $share } of all cases; rounds of estimation with expected presence: { $rounds }. Standard errors take it as known.
incidence-function-without-capacity = { $count } pairs of place and industry (and period) have no capacity and are left out.
incidence-function-long-steps = { $count } steps between periods are longer than the shortest and are left out.
incidence-function-consecutive = The codes of periods say nothing about time: each is taken as one step after the one before.
incidence-function-short = With { $count } steps of time (fewer than five), intervals are somewhat too narrow.
incidence-function-tree = Sums over places that are far are interpolated between boxes of places; at 32 places, connectivity was wrong by at most { $error } of itself.
incidence-function-lattice = The places form a regular grid: sums over places are by Fourier transform, exact up to rounding.
incidence-function-scales = Estimated in units of the median distance ({ $distance }) and of the geometric mean of capacity ({ $capacity }); the table “parameters” is in the units of the data.
incidence-function-partial = Parameters of industries are drawn towards the mean of all, the more the less an industry tells (column “shrinkage”); intervals are given that mean and spread.
incidence-function-in-sample = AUC and Brier scores are of the transitions that were fitted; entry_exit_backtest scores later ones.
incidence-function-curves-of = The curves are those of { $industry }.
incidence-function-needs-panel = a panel: place, industry, period and presence or size
incidence-function-needs-capacity = what places can hold: a column of capacity, or capacity = "total" or "one"
incidence-function-needs-places = where places are: coordinates in the panel, the input “places” with positions, or “distances”
incidence-function-place-unknown = the position of { $place }, which is not in the input “places”
incidence-function-proximity-empty = relatedness above zero between industries of the panel: the input “proximity” has none
incidence-function-not-binary = { $industry } in { $place } in { $period } is { $value }, neither 0 nor 1: use presence = "at_least" or "location_quotient" with a threshold
incidence-function-asymmetric = the way from { $from } to { $to } differs from the way back: set directed = true, or make them equal
incidence-function-no-capacity = { $place } holds { $industry } but has no capacity for it
incidence-function-bad-position = the position of { $place } is no place on earth
incidence-function-bad-distance = the distance from { $from } to { $to } is negative or no number
incidence-function-bad-proximity = the relatedness of { $from } and { $to } is negative or no number
incidence-function-covariate-constant = the covariate { $covariate } is the same everywhere, or not known
incidence-function-too-much-missing = presence is not known in { $share } of all cases; at most 30% can be replaced by what the model expects
incidence-function-no-transitions = no industry is known in two periods one step apart
incidence-function-too-few-events = { $entries } entries and { $exits } exits are too few to learn from; needed are { $least } of each (least_events). Pool industries, or take more periods
incidence-function-impossible = { $industry } came to { $place } after { $period } although nothing reaches it; set propagule_rain = "estimate"
incidence-function-not-identified = the data do not tell these parameters (apart): { $parameters }. Fix one of them, or pool industries
incidence-function-no-fit = no industry could be fitted; most often there are fewer than { $least } entries or exits: use pooling = "pooled" or "partial"
chart-incidence-opportunities = Likeliest entries
chart-incidence-opportunities-reading = Each bar is the chance that an industry absent today comes within one step of time, with its interval.
chart-incidence-risks = Likeliest exits
chart-incidence-risks-reading = Each bar is the chance that an industry present today leaves within one step of time, with its interval.
reference-usual-capacity = usual capacity
chart-incidence-quadrant = Opportunities by size and chance
chart-incidence-quadrant-reading = Each dot is a likely entry: upwards the more likely, to the right the more the place can hold. The line is the geometric mean of all capacities.
chart-incidence-responses = What entry and exit depend on
chart-incidence-responses-reading = Chance of entry by connectivity, and chance of exit by capacity where nothing comes to the rescue. The band is the interval of the curve.
chart-incidence-map = Where industries may come
chart-incidence-map-reading = Places of the list of opportunities, coloured by the chance of entry.
