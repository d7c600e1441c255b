## Why rows are left out.
left-out-where = not selected by “where”
left-out-missing-value = value missing
left-out-suppressed = value withheld by the source
left-out-not-applicable = value cannot exist
left-out-no-region = no region
left-out-no-industry = no industry
left-out-no-period = no period
left-out-no-entity = no entity
left-out-no-id = no identifier
left-out-no-end = no origin or destination
left-out-no-coordinates = no coordinates
left-out-outside-regions = outside all regions

## What was accepted although it is not quite right.
accepted-grouping = digits grouped at the wrong places
accepted-percent = percentages, read in percent
