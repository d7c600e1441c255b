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
