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
