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
