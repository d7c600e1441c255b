## Why a method gives no finding.
error-too-few = Needs at least { $need } { $what }; the data have { $got }.
error-all-zero = All { $what } are zero: there is nothing to take a share of.
error-needs = { $what }
error-unknown-code = The setting “{ $setting }” names “{ $code }”, which is not in the data.{ $hint }
error-nearest-code = {" "}The nearest code is “{ $nearest }”.
error-setting = Setting “{ $setting }”: { $problem }
error-no-answer = No honest answer exists: { $why }
error-not-converged = Did not converge after { $iterations } iterations.
error-upstream = The analysis “{ $analysis }”, whose table it reads, found nothing.
error-cancelled = Cancelled.

## Nouns used in the errors above.
noun-regions = regions
noun-industries = industries
noun-periods = periods
noun-establishments = establishments
noun-values = values
noun-rows = rows
noun-sizes = sizes
noun-firms-in-a-cluster = firms in a cluster
noun-entities = entities
noun-indicators = indicators
noun-players = clusters in the game
noun-settlements = settlements
noun-places = places

## Why a number is empty.
reason-missing = not reported
reason-suppressed = withheld by the source
reason-not-applicable = not applicable

## Units.
unit-percent = %
unit-metres = m

## Families of methods.
family-audit = Audit
family-delineate = Delineate
family-measure = Measure
family-classify = Classify
family-assess = Assess
family-project = Project
family-optimise = Optimise
family-track = Track

## Columns that mean the same in every table.
column-region = Region
column-place = Place
column-industry = Industry
column-period = Period
column-id = Identifier
column-from = From
column-to = To
column-entity = Entity
column-indicator = Indicator
column-value = Value
column-low = Low
column-high = High
column-reason = Why empty
column-establishments = Establishments
column-row = Row
column-unit = Unit
the-whole = the whole
