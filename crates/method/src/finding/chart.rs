use crate::Message;

/// A chart: what to draw from which columns of which table. Only the report knows how to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its name within the finding, also the picture's file name.
    pub name: String,
    /// What it shows.
    pub title: Message,
    /// How to read it, in a sentence or two.
    pub reading: Message,
    /// The table whose columns it names.
    pub table: String,
    /// Only rows whose column has this text, if set.
    pub only: Option<(String, String)>,
    /// What is drawn.
    pub mark: Mark,
}

/// What a chart draws. Names are columns of its table.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Horizontal bars, one per row; several columns are stacked, negative parts to the left.
    Bars {
        /// Column that names the bars; several are joined.
        label: Vec<String>,
        /// Columns whose numbers are the lengths.
        values: Vec<String>,
        /// Columns with the ends of an interval around the (only) value.
        interval: Option<(String, String)>,
        /// Which rows, in which order.
        order: Order,
        /// How lengths grow.
        scale: Scale,
        /// A line that means something.
        reference: Option<Reference>,
    },
    /// A dot per row with its interval, for numbers that have no natural start: ranks, indices.
    Dots {
        /// Column that names the rows; several are joined.
        label: Vec<String>,
        /// Column with the numbers.
        value: String,
        /// Columns with the ends of an interval around the number.
        interval: Option<(String, String)>,
        /// Which rows, in which order.
        order: Order,
        /// A line that means something.
        reference: Option<Reference>,
    },
    /// Lines over a numeric or ordered column, one per series.
    Lines {
        /// Column along the axis.
        x: String,
        /// Column upwards.
        y: String,
        /// Column that tells the lines apart.
        series: Option<String>,
        /// Columns with the ends of a band around `y`.
        band: Option<(String, String)>,
        /// A horizontal line that means something.
        reference: Option<Reference>,
    },
    /// One dot per row.
    Scatter {
        /// Column along the axis.
        x: String,
        /// Column upwards.
        y: String,
        /// Column that names the dots.
        label: Option<String>,
        /// Column that makes the dots larger.
        size: Option<String>,
        /// How the axis along grows.
        x_scale: Scale,
        /// How the axis upwards grows.
        y_scale: Scale,
        /// A vertical line that means something.
        x_reference: Option<Reference>,
        /// A horizontal line that means something.
        y_reference: Option<Reference>,
        /// What it means that both numbers are the same: a line along all points where they are.
        equal: Option<Message>,
    },
    /// Coloured cells.
    Heat {
        /// Column that names the rows.
        row: String,
        /// Column that names the columns.
        column: String,
        /// Column that gives the colour.
        value: String,
        /// How colours change.
        scale: Scale,
        /// The value at which a diverging scale turns; without one the scale is sequential.
        midpoint: Option<f64>,
    },
    /// A curve over a numeric column in each of several panels, with what chance would make of it: small multiples.
    Curves {
        /// Column along the axis.
        x: String,
        /// Column upwards.
        y: String,
        /// Columns that tell the panels apart; several are joined.
        panel: Vec<String>,
        /// Columns with the ends of a shaded band: what to expect at each place by itself; without an `outer` one, the interval of the curve.
        band: Option<(String, String)>,
        /// Columns with the ends of a dashed band: what to expect of the whole curve.
        outer: Option<(String, String)>,
        /// A horizontal line that means something.
        reference: Option<Reference>,
    },
    /// Points on a map, over the regions where the source has some.
    Points {
        /// Column with longitudes, in degrees.
        lon: String,
        /// Column with latitudes, in degrees.
        lat: String,
        /// Column that gives the colour: a number, a word or a code; without one all points look alike. A point without a value is small
        /// and grey.
        value: Option<String>,
        /// How colours of numbers change.
        scale: Scale,
        /// The value at which a diverging scale turns; without one the scale is sequential.
        midpoint: Option<f64>,
        /// Column that makes the points larger.
        size: Option<String>,
        /// Side in metres (the radius of the circle around the corners) of the hexagons that the points are the middles of, if they are.
        ///
        /// Hexagons lie in equirectangular metres around the middle latitude of all points; two corners are due north and south where rows of
        /// middles are 1.5 sides apart, due east and west where they are half a width (√3/2 sides) apart.
        hexagon_m: Option<f64>,
        /// A table of the same finding with outlines to draw over the points: closed lines through its `lon` and `lat` in the order of the
        /// rows, one for each `ring` of each `cluster` (or of each code in the first column of codes), named by the latter.
        outlines: Option<String>,
    },
    /// Nodes at given places, joined by links.
    Network {
        /// Column that names the nodes, as the links do.
        node: String,
        /// Column along the plane.
        x: String,
        /// Column upwards; both in the same unit.
        y: String,
        /// Column that gives the colour: a number, a word or a code; without one all nodes look alike.
        value: Option<String>,
        /// How colours of numbers change.
        scale: Scale,
        /// The value at which a diverging scale turns; without one the scale is sequential.
        midpoint: Option<f64>,
        /// Column that makes the nodes larger.
        size: Option<String>,
        /// A table of the same finding with the links, in its columns `from` and `to`.
        links: String,
    },
    /// Regions of a map in colour.
    Map {
        /// Column with the regions' codes.
        region: String,
        /// Column that gives the colour: a number, a word of a closed list, or a code.
        value: String,
        /// How colours change.
        scale: Scale,
        /// The value at which a diverging scale turns; without one the scale is sequential.
        midpoint: Option<f64>,
    },
}

/// Which rows a bar chart takes and in which order.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// All rows as the table has them.
    AsIs,
    /// This many rows with the largest numbers in this column.
    Largest(String, usize),
    /// This many rows with the largest absolute numbers in this column, then by the number itself.
    Extreme(String, usize),
}

/// How an axis or a colour grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps, equal differences.
    Linear,
    /// Equal steps, equal ratios.
    Log,
}

/// A line in a chart that means something.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where it stands.
    pub at: f64,
    /// What it means.
    pub label: Message,
}

impl Chart {
    /// A chart of a table.
    pub fn new(name: &str, table: &str, mark: Mark) -> Self {
        let key = name.replace('_', "-");
        Self {
            name: name.to_owned(),
            title: Message::new(format!("chart-{key}")),
            reading: Message::new(format!("chart-{key}-reading")),
            table: table.to_owned(),
            only: None,
            mark,
        }
    }

    /// The same chart for the rows with this text in that column.
    pub fn only(mut self, column: &str, text: &str) -> Self {
        self.only = Some((column.to_owned(), text.to_owned()));
        self
    }
}
