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

## moran
table-moran = 莫兰指数（Moran’s I）
table-moran-scatter = 各地区与其邻近地区
table-weights = 空间权重
column-moran = 莫兰指数
column-variance = 方差
column-variance-normality = 方差（正态假定）
column-z-normality = z值（正态假定）
column-regions = 地区数
column-islands = 无邻地区数
column-deviate = 离均差（标准差倍数）
column-spatial-lag = 空间滞后（邻近地区离均差）
column-neighbourhood = 邻接规则
column-standardise = 权重标准化
column-links = 邻接关系数
column-neighbours-least = 最少邻居数
column-neighbours-mean = 平均邻居数
column-neighbours-most = 最多邻居数
column-distance-m = 距离
neighbourhood-given = 给定权重
neighbourhood-queen = 边界有公共点（Queen邻接）
neighbourhood-rook = 边界有公共边（Rook邻接）
neighbourhood-nearest = 最近的若干地区
neighbourhood-distance-band = 一定距离以内的地区
neighbourhood-kernel = 按距离加权（核函数）
standardise-row = 行标准化
standardise-binary = 二值权重
standardise-none = 不标准化
standardise-variance = 方差稳定化
reason-few-regions = 有数值的地区不足三个
reason-no-neighbours = 有数值的地区互不相邻
reason-no-geography = 没有边界或位置
reason-island = 没有邻居
reference-mean = 均值
moran-top = { $variable }：莫兰指数为{ $value }，随机分布下平均为{ $expected }（p = { $p }）。
moran-sure = 在{ $all }个变量中，{ $sure }个的空间集聚或离散程度超出随机分布（错误发现率{ $rate }）。
chart-moran-strongest = 空间自相关
chart-moran-strongest-reading = 每点为一个莫兰指数；横线是随机分布下的范围，不是该点的置信区间。点在横线右侧表示邻近地区相似，在左侧表示相异。
chart-moran-scatter = { $variable }：各地区与其邻近地区
chart-moran-scatter-reading = 每点为一个地区：横轴为该地区偏离均值的程度，纵轴为其邻近地区偏离均值的程度。右上为高-高，左下为低-低，另外两角的地区与邻近地区不同。
lattice-none-defined = 所有统计量均无定义，原因见表。
lattice-islands = { $count }个地区没有邻居（{ $regions }）。它们计入均值和地区数，但没有可比的邻近地区。
lattice-unplaced = { $count }个地区没有边界或位置，未计入：{ $regions }。
lattice-weights-used = 邻接规则：{ $neighbourhood }；{ $standardise }。共{ $regions }个地区，平均每个地区有{ $mean }个邻居。
lattice-distance-used = 所用距离：{ $distance }米。
lattice-from-degrees = 数据源没有以米为单位的位置：位置由经纬度或边界的重心换算，采用以其平均位置为中心的等积投影。
lattice-normal = p值采用正态近似；设置“draws”可改为随机置换。
lattice-permutations = p值和随机分布下的范围来自数值在各地区间的{ $draws }次随机置换。
lattice-needs-values = 请把各地区的指标，或地区×产业数据绑定到“values”。
lattice-needs-neighbours = 不知道哪些地区相邻：请把带边界或位置的地区绑定到“places”，或把地区间的权重绑定到“weights”。
lattice-places-match-no-region = 地点表中没有任何一个地区：两者所用代码不同。
lattice-values-are-indicators = 此设置用于地区×产业数据，而“values”是指标：请去掉它。
lattice-values-are-counts = 此设置用于指标，而“values”是地区×产业数据：请改用“industries”。
lattice-one-period = 数值分属多个时期：请选定一个时期，或使用“by”。
weights-not-positive = { $from }给{ $to }的权重为负或不是数。权重表示邻居的分量，必须为零或正数。
weights-match-no-region = 没有任何权重介于两个地区之间：两者所用代码不同，或权重全为零。
weights-given-and-asked-for = “weights”已绑定权重：请去掉此设置，或去掉权重。
weights-need-outlines = 各地区都没有边界：请改用“nearest”，或提供带边界的地点。
weights-need-positions = 各地区都没有位置或边界：请为地点映射“lon”和“lat”，或“x”和“y”。
weights-k-too-large = 共{ $regions }个地区，却要求每个地区有{ $k }个邻居：请减少。
weights-too-many-links = 邻居过多，邻接关系超过5000万：请取较小的值。
weights-too-many-touch = 边界相互重叠过多，邻接关系超过5000万。

## geary
table-geary = 吉尔里系数（Geary’s C）
column-geary = 吉尔里系数
geary-top = { $variable }：吉尔里系数为{ $value }，随机分布下平均为{ $expected }（p = { $p }）；低于该值表示邻近地区相似。
geary-sure = 在{ $all }个变量中，{ $sure }个的邻近差异小于或大于随机分布（错误发现率{ $rate }）。
chart-geary-strongest = 邻近地区之间的差异
chart-geary-strongest-reading = 每点为一个吉尔里系数；横线是随机分布下的范围，不是该点的置信区间。点在横线左侧表示邻近地区相似，在右侧表示相异。

## local_moran
table-local-moran = 局部莫兰指数
column-local-moran = 局部莫兰指数
column-quadrant = 象限
column-cluster-type = 集聚类型
quadrant-high-high = 高-高
quadrant-low-high = 低-高
quadrant-low-low = 低-低
quadrant-high-low = 高-低
cluster-type-high-high = 高-高集聚
cluster-type-low-high = 低-高异常
cluster-type-low-low = 低-低集聚
cluster-type-high-low = 高-低异常
cluster-type-not-significant = 不显著
local-moran-clusters = { $variable }：在{ $all }个地区中，高-高集聚{ $high }个，低-低集聚{ $low }个；高-低异常{ $highlow }个，低-高异常{ $lowhigh }个。
local-by-q-value = 地区的q值达到要求才算集聚：在所有达到要求的地区中，预计出于偶然的比例不超过“alpha”。
local-by-p-value = 地区的p值达到要求即算集聚。
local-uncontrolled = 各地区单独检验：仅凭偶然就会有“alpha”比例的地区达到要求。请把“control”设为“false_discovery_rate”。
local-too-few-draws = { $count }个地区超出所有置换结果，仅因置换次数太少而没有q值达到要求：需要{ $draws }次置换才能判断。
chart-local-moran-clusters = { $variable }：集聚与异常
chart-local-moran-clusters-reading = 着色地区与邻近地区的相似或反差超出随机分布，其余地区不显著。
chart-local-moran-scatter = { $variable }：各地区与其邻近地区
chart-local-moran-scatter-reading = 每点为一个地区：横轴为该地区偏离均值的程度，纵轴为其邻近地区偏离均值的程度。右上为高-高，左下为低-低，另外两角的地区与邻近地区不同。
chart-local-moran-map = { $variable }：局部莫兰指数
chart-local-moran-map-reading = 大于0表示与邻近地区相似，小于0表示反差；是否超出随机分布见集聚图。

## getis_ord
table-getis-ord = 热点与冷点
table-general-g = 全局G统计量
column-getis-ord = Getis-Ord z值
column-general-g = 全局G
cluster-type-hot-spot = 热点
cluster-type-cold-spot = 冷点
reason-negative-values = 要求数值非负且合计大于零
getis-ord-spots = { $variable }：在{ $all }个地区中，热点{ $hot }个，冷点{ $cold }个。
general-g-top = { $variable }：全局G为{ $value }，随机分布下平均为{ $expected }（p = { $p }）；高于该值表示高值集聚。
getis-ord-star = 地区本身计入其邻居（G*）。
getis-ord-no-star = 地区本身不计入其邻居（G）。
chart-getis-ord-spots = { $variable }：热点与冷点
chart-getis-ord-spots-reading = 热点是高值在其周围的集聚超出随机分布的地区，冷点是低值在其周围集聚的地区。
chart-getis-ord-map = { $variable }：Getis-Ord z值
chart-getis-ord-map-reading = 大于0表示该地区及其邻居所占份额偏高，小于0表示偏低；单看一个地区，绝对值超过2在随机分布下少见。

## join_counts
table-join-counts = 连接计数
column-join = 连接类型
column-with-it = 具备的地区数
column-join-counts = 连接数
join-both = 双方具备
join-neither = 双方都不具备
join-one = 仅一方具备
reason-not-binary = 既非0也非1：请设置“threshold”
join-counts-top = { $variable }：双方具备的连接数为{ $value }，随机分布下平均为{ $expected }（p = { $p }）。
join-counts-threshold = 数值大于{ $threshold }即为具备。
chart-join-counts-strongest = 邻近地区之间的连接
chart-join-counts-strongest-reading = 每点为一种连接的数目；横线是随机分布下的范围，不是该点的置信区间。
