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
coupling-coordination-range = The highest coordination degree in the last period has { $best }, the lowest { $worst }.
coupling-coordination-one = The coordination degree in the last period: { $place }.
coupling-coordination-lag = The system that lags most often in the last period is { $system }: in { $count } of { $all } places.
coupling-coordination-sure = The class has a probability of at least 90% in { $sure } of { $all } places of the last period; elsewhere, do not rank places by class.
coupling-coordination-wrong-coefficient-lost = The formula coefficient_lost is wrong: it lacks the coefficient n, so coupling cannot exceed { $highest } even between equal systems, and its classes mean nothing. Take wang2021 or standard.
coupling-coordination-wrong-pairwise-product-sum = The formula pairwise_product_sum is wrong: it is not normalised, so coupling cannot exceed { $highest } even between equal systems. Take wang2021 or standard.
coupling-coordination-wrong-weights-inside = The formula weights_inside is wrong: weights of the systems stand inside the product, so coupling cannot exceed { $highest } even between equal systems. Take wang2021 or standard.
coupling-coordination-wrong-sqrt-missing = The formula sqrt_missing is wrong: without the root it gives the square of the coordination degree, which can reach { $highest } but is too low below that, so the ten classes do not apply. Take wang2021 or standard.
coupling-coordination-constant = Left out, because every figure is the same: { $indicators }.
coupling-coordination-missing = { $count ->
    [one] One row lacks
   *[other] { $count } rows lack
} an indicator and { $count ->
    [one] is
   *[other] are
} left out; nothing was filled in.
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
