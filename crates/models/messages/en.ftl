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
