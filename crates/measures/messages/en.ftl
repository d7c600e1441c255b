## Shared by measures.
needs-regions = A register needs regions: map the role “region”, or map “lon” and “lat” and give the source polygons (“regions”).
needs-source = No source is bound.
sampling-sizes = Intervals take establishments of the sizes in the data to locate independently of each other.
sampling-establishments = Intervals take the establishments of a cell to be of one size and to locate independently; where sizes differ much, the truth is wider.
sampling-units = The source says nothing of establishments, so intervals treat every unit of value as if it located by itself. They are too narrow: map “establishments” or use a register.
gaps-left-out = { $gaps ->
    [one] One pair is
   *[other] { $gaps } pairs are
} listed without a value (missing or withheld); totals and shares are computed without them.
reference-share-of-the-whole = as in the whole
reason-empty-region = nothing in the region
reason-empty-industry = nothing in the industry

## location_quotient
table-location-quotient = Location quotients
column-location-quotient = Location quotient
location-quotient-top = The surest specialisation is { $industry } in { $region }: { $lq } times its share of the whole ({ $level } interval { $low } to { $high }).
location-quotient-sure = { $sure } of { $all } pairs of region and industry are over-represented beyond doubt ({ $level } interval above 1).
location-quotient-none-sure = None of { $all } pairs of region and industry is over-represented beyond doubt ({ $level } interval above 1).
location-quotient-plain = { $all } location quotients, without intervals.
location-quotient-bootstrap = Intervals are percentiles over registers resampled establishment by establishment.
location-quotient-bootstrap-needs-register = “bootstrap” resamples establishments and needs a register; for counts use “log_ratio”.
chart-location-quotient-strongest = The surest specialisations
chart-location-quotient-strongest-reading = Each bar is a pair of region and industry; twice the length to the right of 1 is the square of the quotient. The whisker is the interval; pairs are ordered by its lower end.
chart-location-quotient-heat = Location quotients of all pairs
chart-location-quotient-heat-reading = Rows are regions, columns industries. One colour is above the share of the whole, the other below; the paler, the closer to it. Hatched: no value.
chart-location-quotient-map = Where { $industry } is over-represented
chart-location-quotient-map-reading = One colour is above the share of the whole, the other below; the paler, the closer to it. Hatched: no value.
