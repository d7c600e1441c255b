//! Generated data whose truth is known.

use agglom_method::{Codes, Flow, Flows, Generator, Labels, Register, RegisterBuilder, Seed};
use rand::RngExt;

/// A register of `plants` establishments that choose a (region, industry) pair independently with the given chances;
/// sizes are drawn from `sizes` with equal chance.
///
/// `chances[region][industry]` need not add up to one. The true location quotient of a pair follows from them alone.
pub fn register(plants: usize, chances: &[Vec<f64>], sizes: &[f64], seed: Seed) -> Register {
    let flat: Vec<(usize, usize, f64)> =
        chances.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, &p)| (i, j, p))).collect();
    let total: f64 = flat.iter().map(|c| c.2).sum();
    let mut generator = seed.draw(0);
    let mut builder = RegisterBuilder::default();
    for plant in 0..plants {
        let mut left = generator.random::<f64>() * total;
        let (region, industry, _) = flat
            .iter()
            .find(|c| {
                left -= c.2;
                left < 0.0
            })
            .unwrap_or(&flat[flat.len() - 1]);
        let size = sizes[generator.random_range(0..sizes.len())];
        builder = builder.plant(&format!("p{plant:07}"), &format!("i{industry}"), &format!("r{region}"), size);
    }
    builder.build()
}

/// Sizes of three systems that grow by a generalised Lotka-Volterra system, period by period: `du_i/dt = u_i (r_i + Σ_j B_ij u_j)`, by the
/// classical Runge-Kutta method, each multiplied by a lognormal chance after every period.
pub fn three_systems(growth: [f64; 3], effect: [[f64; 3]; 3], start: [f64; 3], periods: usize, chance: f64, draw: &mut Generator) -> Vec<[f64; 3]> {
    let mut sizes = vec![start];
    while sizes.len() < periods {
        let before = sizes[sizes.len() - 1];
        sizes.push(grown(before, growth, effect).map(|u| u * (chance * normal(draw)).exp()));
    }
    sizes.truncate(periods);
    sizes
}

fn grown(mut size: [f64; 3], growth: [f64; 3], effect: [[f64; 3]; 3]) -> [f64; 3] {
    const STEPS: usize = 100;
    let step = 1.0 / STEPS as f64;
    let rate = |u: [f64; 3]| [0, 1, 2].map(|i| u[i] * (growth[i] + (0..3).map(|j| effect[i][j] * u[j]).sum::<f64>()));
    let after = |u: [f64; 3], rate: [f64; 3], step: f64| [0, 1, 2].map(|i| u[i] + step * rate[i]);
    for _ in 0..STEPS {
        let first = rate(size);
        let second = rate(after(size, first, step / 2.0));
        let third = rate(after(size, second, step / 2.0));
        let fourth = rate(after(size, third, step));
        size = [0, 1, 2].map(|i| size[i] + step / 6.0 * (first[i] + 2.0 * second[i] + 2.0 * third[i] + fourth[i]));
    }
    size
}

/// A standard normal draw (Box and Muller 1958).
pub fn normal(draw: &mut Generator) -> f64 {
    let (radius, angle): (f64, f64) = (draw.random(), draw.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// A gamma draw of unit scale (Marsaglia and Tsang 2000).
pub fn gamma(shape: f64, draw: &mut Generator) -> f64 {
    if shape < 1.0 {
        let uniform = 1.0 - draw.random::<f64>();
        return gamma(shape + 1.0, draw) * uniform.powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    loop {
        let z = normal(draw);
        let v = (1.0 + z / (9.0 * d).sqrt()).powi(3);
        let uniform = 1.0 - draw.random::<f64>();
        if v > 0.0 && uniform.ln() < 0.5 * z * z + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// How a generated cluster comes about.
#[derive(Debug, Clone, PartialEq)]
pub struct Park {
    /// Its region, with which the ids of its establishments begin.
    pub region: String,
    /// Its industry.
    pub industry: String,
    /// Employees of its hubs, each a firm of two establishments; logarithms deviate by 0.1.
    pub hubs: Vec<f64>,
    /// Whether its hubs are state bodies.
    pub state: bool,
    /// How many other establishments there are.
    pub others: usize,
    /// Median of their employees, and standard deviation of the logarithms.
    pub sizes: (f64, f64),
    /// The chance that another establishment is headquartered elsewhere.
    pub external: f64,
    /// Share of purchases made inside the zone: of hubs, and of the others.
    pub local: [f64; 2],
}

/// One cluster of each kind of Markusen (1996): Marshallian, satellite platform, hub-and-spoke, state-anchored.
pub fn kinds_of_parks() -> [Park; 4] {
    let park = |region: &str, industry: &str, hubs: &[f64], state: bool, others: usize, sizes, external, local| Park {
        region: region.to_owned(),
        industry: industry.to_owned(),
        hubs: hubs.to_vec(),
        state,
        others,
        sizes,
        external,
        local,
    };
    [
        park("valley", "ceramics", &[], false, 45, (22.0, 0.7), 0.05, [0.7, 0.7]),
        park("airport", "electronics", &[], false, 14, (190.0, 0.5), 0.92, [0.1, 0.1]),
        park("motortown", "vehicles", &[2200.0], false, 30, (28.0, 0.6), 0.08, [0.6, 0.2]),
        park("arsenal", "instruments", &[1500.0, 900.0], true, 22, (18.0, 0.6), 0.05, [0.25, 0.2]),
    ]
}

/// An establishment of a generated cluster.
struct Establishment {
    id: String,
    park: usize,
    owner: Option<String>,
    jobs: f64,
    external: bool,
    hub: bool,
}

/// The establishments of some clusters, and what they buy from whom: whole numbers of employees, and a unit of purchases per employee. A seller
/// inside the zone is any other firm of it; the ids of sellers outside are in no register.
pub fn parks(parks: &[Park], draw: &mut Generator) -> (Register, Flows) {
    let mut plants: Vec<Establishment> = Vec::new();
    let mut bought: Vec<(String, String, f64)> = Vec::new();
    for (at, park) in parks.iter().enumerate() {
        let first = plants.len();
        settle(at, park, &mut plants, draw);
        purchases(park, &plants[first..], &mut bought, draw);
    }
    plants.sort_by(|a, b| a.id.cmp(&b.id));
    let register = Register {
        ids: plants.iter().map(|p| p.id.clone()).collect(),
        industry: Labels::new(&plants.iter().map(|p| Some(parks[p.park].industry.as_str())).collect::<Vec<_>>()),
        region: Some(Labels::new(&plants.iter().map(|p| Some(parks[p.park].region.as_str())).collect::<Vec<_>>())),
        size: Some(plants.iter().map(|p| p.jobs).collect()),
        owner: Some(Labels::new(&plants.iter().map(|p| p.owner.as_deref()).collect::<Vec<_>>())),
        external: Some(plants.iter().map(|p| Some(p.external)).collect()),
        state: Some(plants.iter().map(|p| Some(p.hub && parks[p.park].state)).collect()),
        ..Register::default()
    };
    let nodes = Codes::new(bought.iter().flat_map(|(from, to, _)| [from.clone(), to.clone()]));
    let number = |code: &str| nodes.index(code).expect("the nodes are all ids at either end") as u32;
    let mut flows: Vec<Flow> = bought.iter().map(|(from, to, value)| Flow { from: number(from), to: number(to), value: *value }).collect();
    flows.sort_by_key(|flow| (flow.from, flow.to));
    flows.dedup_by(|next, flow| {
        let same = (next.from, next.to) == (flow.from, flow.to);
        flow.value += if same { next.value } else { 0.0 };
        same
    });
    (register, Flows { nodes: nodes.into(), flows, unit: None })
}

fn settle(at: usize, park: &Park, plants: &mut Vec<Establishment>, draw: &mut Generator) {
    let region = &park.region;
    for (i, jobs) in park.hubs.iter().enumerate() {
        let jobs = jobs * (0.1 * normal(draw)).exp();
        for (plant, share) in [("a", 0.7), ("b", 0.3)] {
            let (id, owner) = (format!("{region}-hub{i}{plant}"), Some(format!("{region} works {}", i + 1)));
            plants.push(Establishment { id, park: at, owner, jobs: (share * jobs).round().max(1.0), external: false, hub: true });
        }
    }
    for i in 0..park.others {
        let jobs = (park.sizes.0 * (park.sizes.1 * normal(draw)).exp()).round().max(1.0);
        let external = draw.random::<f64>() < park.external;
        plants.push(Establishment { id: format!("{region}-{i:03}"), park: at, owner: None, jobs, external, hub: false });
    }
}

fn purchases(park: &Park, plants: &[Establishment], bought: &mut Vec<(String, String, f64)>, draw: &mut Generator) {
    for buyer in plants {
        let all = buyer.jobs * (0.2 * normal(draw)).exp();
        let local = (park.local[usize::from(!buyer.hub)] * (0.2 * normal(draw)).exp()).min(0.95);
        let sellers: Vec<&Establishment> = plants.iter().filter(|s| s.id != buyer.id && (s.owner.is_none() || s.owner != buyer.owner)).collect();
        let mut buy = |from: String, value: f64| bought.push((from, buyer.id.clone(), (value * 10.0).round() / 10.0));
        buy(format!("outside-{}", draw.random_range(0..9)), all * (1.0 - local));
        for _ in 0..2 {
            if !sellers.is_empty() {
                buy(sellers[draw.random_range(0..sellers.len())].id.clone(), all * local / 2.0);
            }
        }
    }
}
