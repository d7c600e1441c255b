## How things are written.
list-separator = 、
code-with-name = { $name }（{ $code }）
label-with-unit = { $label }（{ $unit }）
flag-true = 是
flag-false = 否
date = { $year }年{ $month }月{ $day }日

## Charts.
chart-no-value = 无数值
chart-not-listed = 数据中未列
chart-sum-of-parts = 各部分之和
chart-interval-spans = 区间包含{ $at }（{ $label }），尚不能确定
chart-points-per-hexagon = 每个六边形内的点数
chart-note-first-rows = 仅绘出前{ $shown }行，共{ $all }行。
chart-note-rows-without-value = 共{ $all }行，其中{ $shown }行有数值。
chart-note-lines = 仅绘出{ $shown }条线，共{ $all }条。
chart-note-hexagons = 共{ $all }个点，六边形的颜色表示其中的点数。
chart-note-not-on-log = 有{ $left }个点的数值为零或负，无法在对数轴上表示。
chart-note-heat = 仅绘出数值最大的{ $rows }行和{ $columns }列（共{ $all-rows }行、{ $all-columns }列）。
chart-note-no-outline = 表中有{ $regions }个地区没有边界，未能绘出。

## The page.
page-headlines = 主要结论
page-no-headlines = 没有可以用一句话概括的结论。
page-more-groups = 另有{ $groups }组结果，见该节
page-failed = 未能计算
page-asked = 研究的问题
page-data = 数据
page-repeat = 如何重现
page-question = 问题
page-method = 方法
page-inputs = 数据
page-settings = 设置
page-by = 按{ $columns }分别计算
page-how-to-read = 读图方法
page-data-file = 本图数据
page-caution = 注意
page-remarks = 计算说明
page-all-rows = 共{ $rows }行，数据文件：
page-first-rows = 前{ $shown }行，共{ $rows }行，全部见
page-first-columns = 前{ $shown }行（共{ $rows }行）、前{ $columns }列（共{ $all-columns }列），全部见
page-other-groups = 其他各组
page-no-rows = 此表为空。
page-analyses = { $analyses }项分析
page-sources = { $sources }个数据源

## The data.
data-file = 文件
data-bytes = 大小
data-bytes-exactly = { $bytes }字节
data-checksum = SHA-256
data-made-by = 由本研究生成：{ $table }
data-read-as = 读作{ $shape }
data-all-used = 读入{ $rows }行，全部采用
data-rows = 行数
data-first-row = 首行行号
data-read = 读入
data-used = 采用
data-left-out-because = 未采用：{ $reason }
data-accepted = 书写异常但已采用
data-accepted-numbers = “{ $column }”列有{ $cells }个数字：{ $what }；首个为第{ $row }行的“{ $example }”
data-chosen = 程序的选择
data-no-files = 没有文件记录。
shape-counts = 汇总表：每个地区、每个产业一个合计
shape-register = 名录：每个单位一行
shape-indicators = 指标表：每个数据一行
shape-places = 地区表：每个地区一行
shape-players = 参与者表：每个分担者一行
shape-flows = 流量表：每一对起点与终点一行

## How to repeat this.
repeat-command = 命令
repeat-study = 研究文件
repeat-seed = 随机种子
repeat-program = 程序
repeat-started = 开始时间
repeat-time = 用时
repeat-seconds = { $seconds }秒
repeat-threads = 最多{ $threads }个线程
repeat-memory = 内存
repeat-same = 用同样的文件运行同一研究，无论线程多少，结果都完全相同。

## Methods: what each is called, and the question it answers.
method-location-quotient = 区位商
method-location-quotient-question = 各地区专业化于哪些产业，有多大把握？
method-specialization = 专业化与多样性
method-specialization-question = 各地区的产业结构与整体相差多大？
method-concentration = 地理集中度
method-concentration-question = 各产业在地区间的分布有多不均衡？
method-ellison-glaeser = EG指数（Ellison–Glaeser）
method-ellison-glaeser-question = 扣除企业规模的影响后，各产业是否仍然集中？
method-maurel-sedillot = MS指数（Maurel–Sédillot）
method-maurel-sedillot-question = 同一产业的两个单位位于同一地区的可能性，比随机分布高多少？
method-coagglomeration = 共同集聚
method-coagglomeration-question = 哪些产业倾向于布局在一起？
method-duranton-overman = Kd函数（Duranton–Overman）
method-duranton-overman-question = 在哪些距离上，同一产业的单位比随机情形更接近或更远离？
method-shift-share = 偏离份额分析
method-shift-share-question = 各地区的增长有多少来自全国、产业结构和自身竞争力？
method-growth-audit = 增速审核
method-growth-audit-question = 公布的增速与公布的数值是否一致？
method-cluster-typology = 集群类型判别
method-cluster-typology-question = 各集群属于哪种类型，证据何在？
method-composite-index = 综合指数
method-composite-index-question = 各对象相比如何，名次有多大把握？
method-coupling-coordination = 耦合协调度
method-coupling-coordination-question = 各地的子系统之间协调得如何？
method-symbiosis = 共生关系
method-symbiosis-question = 哪些系统相互促进，哪些相互抑制？
method-target-plan = 目标计划
method-target-plan-question = 怎样的路径既能达到目标又前后一致？
method-goal-feasibility = 目标可行性
method-goal-feasibility-question = 要达到各项目标需增长多快，可能性多大？
method-target-tracking = 目标跟踪
method-target-tracking-question = 本年进度能否完成目标？
method-investment-game = 投资博弈
method-investment-game-question = 谁为共同品牌出资，怎样对整体最好？
