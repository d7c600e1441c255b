## Shared by measures.
needs-regions = 名录需要地区：请指定“region”列，或指定“lon”和“lat”并为数据源给出边界（“regions”）。
needs-source = 没有数据源。
sampling-sizes = 区间估计假定各单位（规模如数据所示）相互独立地选址。
sampling-establishments = 区间估计假定同一格内各单位规模相同且相互独立地选址；规模差异大时，真实区间更宽。
sampling-units = 数据源没有单位数，区间估计把每一计量单位视为独立选址，因而过窄：请指定“establishments”列或使用名录。
gaps-left-out = 有{ $gaps }对地区—产业没有数值（缺失或保密），合计与份额均不含它们。
reference-share-of-the-whole = 与整体相同
reason-empty-region = 该地区为零
reason-empty-industry = 该产业为零

## location_quotient
table-location-quotient = 区位商
column-location-quotient = 区位商
location-quotient-top = 最确定的专业化是{ $region }的{ $industry }：其份额为整体的{ $lq }倍（{ $level }区间{ $low }至{ $high }）。
location-quotient-sure = 在{ $all }对地区—产业中，{ $sure }对的优势是确定的（{ $level }区间高于1）。
location-quotient-none-sure = 在{ $all }对地区—产业中，没有一对的优势是确定的（{ $level }区间高于1）。
location-quotient-plain = 共{ $all }个区位商，未计算区间。
location-quotient-bootstrap = 区间为按单位重抽样所得名录的分位数。
location-quotient-bootstrap-needs-register = “bootstrap”需要对单位重抽样，因此需要名录；汇总数请用“log_ratio”。
chart-location-quotient-strongest = 最确定的专业化
chart-location-quotient-strongest-reading = 每条代表一对地区与产业；自1起向右长度加倍即区位商平方。须线为区间，按区间下限排序。
chart-location-quotient-heat = 全部区位商
chart-location-quotient-heat-reading = 行为地区，列为产业。一种颜色表示高于整体份额，另一种表示低于；颜色越浅越接近。斜线表示没有数值。
chart-location-quotient-map = { $industry }的集中地区
chart-location-quotient-map-reading = 一种颜色表示高于整体份额，另一种表示低于；颜色越浅越接近。斜线表示没有数值。
