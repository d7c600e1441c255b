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

## investment_game
table-investment-game = Equilibrium of the clusters
table-investment-game-summary = The game in numbers
table-investment-game-preferences = Preference shares
table-investment-game-optimum = The optimum, cluster by cluster
table-investment-game-subsidies = Matching subsidies that reach the optimum
table-investment-game-neutrality = What money moved or added changes
table-investment-game-authority = Splits of the authority’s budget
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
column-threshold = Threshold
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
column-contribution = Contribution
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
