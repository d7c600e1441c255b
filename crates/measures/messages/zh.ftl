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
chart-location-quotient-strongest-reading = 每条代表一对地区与产业，自1（与整体份额相同）画至其区位商；坐标每隔一等距加倍。须线为区间，按区间下限排序。
chart-location-quotient-heat = 全部区位商
chart-location-quotient-heat-reading = 行为地区，列为产业。一种颜色表示高于整体份额，另一种表示低于；颜色越浅越接近。斜线表示没有数值。
chart-location-quotient-map = { $industry }的集中地区
chart-location-quotient-map-reading = 一种颜色表示高于整体份额，另一种表示低于；颜色越浅越接近。斜线表示没有数值。

## specialization
table-specialization = 地区专业化
column-krugman = 克鲁格曼指数
column-krugman-low = 克鲁格曼指数下限
column-krugman-high = 克鲁格曼指数上限
column-herfindahl = 赫芬达尔指数
column-herfindahl-low = 赫芬达尔指数下限
column-herfindahl-high = 赫芬达尔指数上限
column-shannon-entropy = 香农熵（比特）
column-shannon-entropy-low = 香农熵下限（比特）
column-shannon-entropy-high = 香农熵上限（比特）
column-hachman = 哈克曼指数
column-hachman-low = 哈克曼指数下限
column-hachman-high = 哈克曼指数上限
column-theil = 泰尔指数
column-theil-low = 泰尔指数下限
column-theil-high = 泰尔指数上限
reason-industry-not-in-reference = 该地区有参照中没有的产业
reason-flat = 缺少区间：指数在此处不随微小变化而变动
flat-intervals = 有{ $rows }行的某个指数没有区间：它在那里不随微小变化而变动，德尔塔法无法判断其确定程度。
estimate = { $value }（{ $level }区间{ $low }至{ $high }）
unlisted-left-out = 有{ $pairs }对地区—产业未列出且不能确定为零，计算时按零处理。
specialization-one = { $region }的克鲁格曼指数为{ $krugman }；0表示产业结构与整体相同，2表示没有共同的产业。
specialization-ends = 按区间较保守的一端，专业化程度最高的地区是{ $most }：克鲁格曼指数{ $most-krugman }；最低的是{ $least }：{ $least-krugman }。0表示产业结构与整体相同，2表示没有共同的产业。
specialization-ends-plain = 专业化程度最高的地区是{ $most }：克鲁格曼指数{ $most-krugman }；最低的是{ $least }：{ $least-krugman }。0表示产业结构与整体相同，2表示没有共同的产业。
specialization-against-median = 与居中的地区（克鲁格曼指数{ $median }）相比，{ $all }个地区中可以确定有{ $more }个专业化程度更高、{ $less }个更低：它们的{ $level }区间完全位于其上或其下。
chart-specialization-krugman = 专业化程度最高的地区
chart-specialization-krugman-reading = 每条代表一个地区的克鲁格曼指数：0表示产业结构与整体相同，2表示没有共同的产业。须线为区间。
chart-specialization-diversity = 地区的多样性与规模
chart-specialization-diversity-reading = 每点代表一个地区：越靠右规模越大，越靠上各产业分布越均匀。规模大而位置低的地区依赖少数产业。
chart-specialization-map = 各地区的专业化程度
chart-specialization-map-reading = 颜色越深，该地区的产业结构与整体相差越大（克鲁格曼指数）。斜线表示没有数值。

## concentration
table-concentration = 产业的地理集中
column-locational-gini = 空间基尼系数
column-locational-gini-low = 空间基尼系数下限
column-locational-gini-high = 空间基尼系数上限
column-hoover = 胡佛指数
column-hoover-low = 胡佛指数下限
column-hoover-high = 胡佛指数上限
column-theil-t = 泰尔T指数
column-theil-t-low = 泰尔T指数下限
column-theil-t-high = 泰尔T指数上限
column-theil-l = 泰尔L指数
column-theil-l-low = 泰尔L指数下限
column-theil-l-high = 泰尔L指数上限
column-theil-t-between = 泰尔T指数（组间）
column-theil-t-within = 泰尔T指数（组内）
column-theil-l-between = 泰尔L指数（组间）
column-theil-l-within = 泰尔L指数（组内）
reason-region-without-weight = 该产业所在的某个地区在比较基准中没有份额
reason-region-without-industry = 有的地区没有该产业
needs-area = 相对于面积的集中度需要带有“area”列的“places”。
needs-population = 相对于人口的集中度需要带有“population”列的“places”。
needs-weight = “places”中没有地区{ $region }的面积或人口（须为不小于零的数）。
needs-group = “places”中没有地区{ $region }的分组。
concentration-reference-unused = 只有取“total”时才使用参照；请去掉参照，或改为“total”。
pattern-total = 全部产业的分布
pattern-reference = 参照的分布
pattern-regions = 各地区均等的分布
pattern-area = 地区面积的分布
pattern-population = 地区人口的分布
concentration-most = 按区间下限，地理集中程度最高的产业是{ $industry }：空间基尼系数{ $gini }；其中{ $move }需要迁移才能与{ $pattern }一致。
concentration-most-plain = 地理集中程度最高的产业是{ $industry }：空间基尼系数{ $gini }；其中{ $move }需要迁移才能与{ $pattern }一致。
concentration-between = 就居中的产业而言，地理集中（泰尔T指数）的{ $share }来自地区组之间，其余来自组内。
chart-concentration-gini = 地理集中程度最高的产业
chart-concentration-gini-reading = 每条代表一个产业的空间基尼系数：0表示与比较基准的分布相同，0.5表示全部集中在一个很小的地区。须线为区间。
chart-concentration-size = 产业的集中程度与规模
chart-concentration-size-reading = 每点代表一个产业：越靠右规模越大，越靠上越集中。小产业位置高可能只是偶然；大产业位置高，则是值得关注的集群。
chart-concentration-groups = 地区组间与组内的集中
chart-concentration-groups-reading = 每条代表一个产业的地理集中（泰尔T指数）：一部分在地区组之间，另一部分在组内各地区之间。

## shift_share
table-shift-share = 偏离份额分析（地区与产业）
table-shift-share-regions = 偏离份额分析（地区）
table-shift-share-periods = 偏离份额分析（地区与时期）
column-value-start = 期初值
column-value-end = 期末值
column-national = 全国增长效应
column-mix = 产业结构效应
column-regional = 区域竞争效应
column-total = 总变动
column-competitive = 净竞争效应
column-allocation = 配置效应
column-undivided = 未再分解的竞争效应
column-growth = 增长率
column-national-growth = 全国增长率
reason-new-industry = 本地区的新产业
reason-not-in-nation = 全国没有可比的该产业
shift-share-amount = { $value }{ $unit }
shift-share-region = { $start }至{ $end }，{ $region }变动{ $total }：其中全国增长带来{ $national }，产业结构带来{ $mix }，自身竞争力带来{ $regional }。
shift-share-most = { $start }至{ $end }，{ $region }超出全国增长与自身产业结构所能解释的部分最大：{ $regional }，总变动为{ $total }。
shift-share-least = { $region }落后最多：比全国增长与其产业结构所应带来的少{ $shortfall }，总变动为{ $total }。
shift-share-none = 各地区的变动均可由全国增长与产业结构解释，没有区域竞争效应。
shift-share-own-reference = 全国值为数据源中全部地区之和，因此期初已有产业的竞争效应在各地区之间相互抵消。
shift-share-gaps = 有{ $gaps }对地区—产业在某一时期没有数值（缺失或保密），所有合计（包括全国）均不含它们。
shift-share-not-in-nation = 全国在期初没有{ $industries }，无从比较；其超出全国增长的变动计入区域竞争效应。
shift-share-not-after = 期初（{ $start }）必须早于期末（{ $end }）。
shift-share-reference-lacks-period = 参照数据没有时期{ $period }；其时期代码须与数据源一致。
reference-as-its-industries = 与全国同行业持平
reference-mix-of-the-nation = 产业结构与全国相当
chart-shift-share-regions = 各地区增减从何而来
chart-shift-share-regions-reading = 每条为一个地区的变动，分为全国增长、产业结构和区域竞争三部分；向左为减少。图中为竞争效应最大的地区。
chart-shift-share-map = 超出全国增长与产业结构的得失
chart-shift-share-map-reading = 区域竞争效应。一种颜色为得，另一种为失；颜色越浅越小。斜线表示没有数值。
chart-shift-share-scatter = 靠结构，还是靠竞争力？
chart-shift-share-scatter-reading = 越靠右，产业结构越偏向全国增长快的产业；越靠上，各产业的表现越好于全国同行业。点越大，地区规模越大。
chart-shift-share-pairs = 哪些产业快于或慢于全国同行业
chart-shift-share-pairs-reading = 每条为一对地区与产业的区域竞争效应，即超出全国同行业增长的变动；图中为最大的若干对。
chart-shift-share-industries = 各产业增减从何而来
chart-shift-share-industries-reading = 每条为本地一个产业的变动，分为全国增长、该产业在全国的相对增长和本地特有部分；向左为减少。
chart-shift-share-periods = 区域竞争效应的变化
chart-shift-share-periods-reading = 每一步中超出全国增长与产业结构所能解释的变动，标在该步的末期。高于零为得，低于零为失。

## Shared by ellison_glaeser, maurel_sedillot and coagglomeration.
needs-plants = 需要汇总数背后的各单位：请把带规模的名录绑定到“plants”，或把带地区的名录绑定到“source”。
needs-source-or-counts = “source”名录已含单位与地区：请去掉“counts”和“plants”，或去掉“source”。
needs-matching-reference = 数据源的地区在参照表中均无数值：两者所用代码不同。
column-g = G值
column-hhi = 单位规模赫芬达尔指数
column-expected-g = 随机选址下的G值
column-z = z值
column-p-value = p值
column-q-value = q值
reason-no-plants = 名录中没有该产业带规模的单位
reason-one-plant = 全部集中于一个单位
plants-most-concentrated = 剔除单位规模影响后，集聚程度最高的是{ $industries }。
plants-industry = { $industry }（{ $gamma }）
plants-concentrated = 在{ $all }个产业中，{ $sure }个的集聚程度高于各单位独立选址的结果（错误发现率{ $rate }）。
plants-none-concentrated = 在{ $all }个产业中，没有一个的集聚程度高于各单位独立选址的结果（错误发现率{ $rate }）。
plants-monte-carlo = p值由同一批单位的{ $draws }次随机选址得出，各地区被选中的概率为其占整体的份额。
plants-normal = p值采用正态近似；实际分布右偏，数值越大p值越偏小。请设置“draws”，改由模拟得出。
plants-sizeless = 名录没有规模，每个单位计为1。
plants-outside-reference = 数据源中有{ $regions }个地区在参照表中没有数值，其占整体的份额按零计，位于这些地区的产业会显得更为集聚。
plants-independent-location = 独立选址

## ellison_glaeser
table-ellison-glaeser = EG指数
column-gamma = EG指数
ellison-glaeser-highly-concentrated = 高度集聚（Ellison与Glaeser的界限）
chart-ellison-glaeser-largest = 集聚程度最高的产业
chart-ellison-glaeser-largest-reading = 0为各单位独立选址的平均结果，1为整个产业集中于一地。请同时看表中的q值：单位很少时，较长的条形也可能出于偶然。
chart-ellison-glaeser-and-plant-size = 集聚与单位规模
chart-ellison-glaeser-and-plant-size-reading = 每点为一个产业：横轴为单位规模的赫芬达尔指数，纵轴为未剔除规模影响的集中度G。若各单位独立选址，各点应落在一条过原点、斜率略小于1的直线附近；高出直线的部分不能由单位规模解释。

## maurel_sedillot
table-maurel-sedillot = MS指数
column-maurel-sedillot = MS指数
chart-maurel-sedillot-largest = 集聚程度最高的产业
chart-maurel-sedillot-largest-reading = 0为各单位独立选址的平均结果，1为整个产业集中于一地。请同时看表中的q值：单位很少时，较长的条形也可能出于偶然。
chart-maurel-sedillot-and-plant-size = 集聚与单位规模
chart-maurel-sedillot-and-plant-size-reading = 每点为一个产业：横轴为单位规模的赫芬达尔指数，纵轴为未剔除规模影响的集中度G。若各单位独立选址，各点应落在两者相等的直线附近；高出直线的部分不能由单位规模解释。

## coagglomeration
table-coagglomeration = 产业共同集聚
table-groups = 产业组的共同集聚
column-coagglomeration = 共同集聚指数
column-group = 产业组
column-industries = 产业数
reason-one-industry = 组内只有一个产业不为零
coagglomeration-top = 共同集聚程度最高的一对产业是{ $from }与{ $to }（{ $value }）。
coagglomeration-sure = 与集中程度相同、选址互不相干的产业相比，在{ $all }对产业中，{ $together }对更多地同处一地，{ $apart }对更多地彼此分开（错误发现率{ $rate }）。
coagglomeration-top-group = { $groups ->
    [1] { $group }的{ $industries }个产业，共同集聚指数为{ $value }。
   *[other] 在{ $groups }组产业中，共同集聚程度最高的是{ $group }，其{ $industries }个产业的指数为{ $value }。
}
coagglomeration-few-industries = 整体仅由少数几个产业构成，其中一些产业的分布已决定其余产业的分布，无法区分关联与偶然：请把全部产业的合计绑定到“reference”。
chart-coagglomeration-extreme = 最突出的产业对
chart-coagglomeration-extreme-reading = 每条代表一对产业：向右为同处一地，向左为彼此分开。
chart-coagglomeration-heat = 哪些产业同处一地
chart-coagglomeration-heat-reading = 每格代表一对产业。一种颜色表示同处一地，另一种表示彼此分开；颜色越浅越接近0。
chart-coagglomeration-groups = 各产业组
chart-coagglomeration-groups-reading = 每条代表一组：向右表示组内产业同处一地，向左表示彼此分开；尺度与单个产业的EG指数相同。

## dbscan and hdbscan: clusters of establishments as points
density-clusters-needs-coordinates = 名录需要坐标：请映射角色“x”与“y”（米），或“lon”与“lat”。
density-clusters-needs-degrees = 大圆距离需要经纬度：请映射“lon”与“lat”。
density-clusters-not-on-earth = 坐标之间的距离超过地球的尺度，或不是数值。
column-size = 规模
column-area-km2 = 面积
column-density-per-km2 = 每平方公里单位数
column-leading-industries = 主要产业
column-lon = 经度
column-lat = 纬度
column-x = x坐标
column-y = y坐标
column-radius-m = 半径
column-stability = 稳定性
column-persistence = 持久性
column-outline = 边界
column-role = 角色
column-membership-strength = 隶属强度
column-outlier-score = 离群得分
column-ring = 环
column-hole = 孔洞
column-cluster-share = 集群内占比
outline-alpha-shape = α形状
outline-convex-hull = 凸包
outline-none = 无
reason-one-place = 全部位于同一地点
reason-two-places = 仅有两个地点
reason-on-a-line = 全部位于一条直线上
role-core = 核心点
role-border = 边界点
role-member = 成员
role-noise = 噪声点
table-members = 各单位所属集群
table-composition = 集群的产业构成
table-outlines = 集群边界
table-hexagons = 六边形网格中的单位数
density-clusters-found = { $clusters }个集群包含{ $establishments }个单位中的{ $share }。
density-clusters-none = { $establishments }个单位均不属于任何集群。
density-clusters-largest = 最大的集群{ $cluster }有{ $establishments }个单位，距其中心不超过{ $radius }公里，以{ $industries }为主。
density-clusters-largest-plain = 最大的集群{ $cluster }有{ $establishments }个单位，距其中心不超过{ $radius }公里。
density-clusters-small-industries = { $industries }个产业的单位数少于{ $need }，未在其中识别集群。
density-clusters-hulls = 按“alpha_m”给定的半径，{ $clusters }个集群不能保持连通：其边界取凸包，面积偏大。
density-clusters-planar = 距离按数据源的平面坐标（米）计算。
density-clusters-great-circle = 距离为半径6,371,008.8米球面上的大圆距离。
density-clusters-outlines = 边界为α形状，取使集群保持连通的最小半径。边界顶点为单位所在点，因此面积不含单位自身用地。
density-clusters-hexagons = 六边形边长为{ $side }米。{ $hidden ->
    [0] 没有隐去的六边形。
   *[other] 隐去{ $hidden }个单位数少于{ $least }的六边形（共{ $establishments }个单位）。
}
density-clusters-no-maps = 名录没有经纬度，因此没有地图。

## dbscan
table-dbscan = 单位集群（DBSCAN）
dbscan-none-advice = 任何地点的半径范围内都没有足够多的单位：请增大“radius_m”或减小“min_establishments”，或改用“hdbscan”自动确定密度。
dbscan-labels = 半径内的单位数包括该单位自身，与scikit-learn一致。位于多个集群边缘的单位归入最近核心点所在的集群，与行的顺序无关。
chart-dbscan-largest = 最大的集群
chart-dbscan-largest-reading = 每条代表一个集群，长度为其单位数。
chart-dbscan-hexagons = 单位的空间分布
chart-dbscan-hexagons-reading = 六边形颜色表示其中的单位数，单位过少的六边形不显示。线条为集群边界。
chart-dbscan-members = 各单位及其集群
chart-dbscan-members-reading = 每点为一个单位，颜色表示所属集群。线条为集群边界。

## hdbscan
table-hdbscan = 单位集群（HDBSCAN）
hdbscan-none-advice = 没有任何密度能把这些单位分为集群：请减小“min_cluster_size”，或用“allow_single_cluster”允许全部单位成为一个集群。
hdbscan-labels = 层次结构所依据的最小生成树是精确的。在同一距离相遇的部分同时合并，因此集群与行的顺序无关。
chart-hdbscan-largest = 最大的集群
chart-hdbscan-largest-reading = 每条代表一个集群，长度为其单位数。请同时看表中的持久性：存续很短的集群也可能出于偶然。
chart-hdbscan-hexagons = 单位的空间分布
chart-hdbscan-hexagons-reading = 六边形颜色表示其中的单位数，单位过少的六边形不显示。线条为集群边界。
chart-hdbscan-members = 各单位及其集群
chart-hdbscan-members-reading = 每点为一个单位，颜色表示所属集群。线条为集群边界。
