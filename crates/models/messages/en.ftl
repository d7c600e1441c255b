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
column-weight = Weight
column-clipped = Figures beyond the scale
column-obstacle = Obstacle degree
column-gain = Gain if it were at its best
column-order = Order
column-probability = Probability
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
reason-missing-indicator = an indicator is missing
reason-weights-unknown = weights are not known
reason-no-comparison = nothing to compare with in this period
reason-constant = the same for all
reason-nothing-left = nothing is left to compare
chart-composite-index-scores = Scores
chart-composite-index-scores-reading = Each bar is an entity’s score; the line is its interval. Where intervals overlap widely, the order says little.
chart-composite-index-possible = Scores that are possible
chart-composite-index-possible-reading = Each line reaches from the least to the largest score that the unknown weights allow; the bar ends at the largest.
chart-composite-index-ranks = Ranks and how sure they are
chart-composite-index-ranks-reading = Each bar is a rank (short is good); the line is its interval. Entities whose lines overlap cannot be told apart.
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
composite-index-weights-unknown = { $count ->
    [one] the weight of one indicator is
   *[other] the weights of { $count } indicators are
} not known ({ $indicators }), so there is no score; give weights, or ask for intervals by unknown_weights = "interval".
composite-index-unknown-constant = { $indicators }: the same for all, without a scale, and weights are not known; give bounds or leave it out.
