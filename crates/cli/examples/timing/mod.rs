//! Wall and CPU seconds of tasks, as the tools that time `agglom` print them.

use std::time::Instant;

/// Prints the fastest of so many runs of a task.
pub(crate) fn timed<T>(runs: usize, name: &str, mut task: impl FnMut() -> T) {
    let mut best = (f64::INFINITY, 0.0);
    for _ in 0..runs {
        let (start, before) = (Instant::now(), cpu_seconds());
        std::hint::black_box(task());
        let run = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
        best = if run.0 < best.0 { run } else { best };
    }
    println!("{:9.4} s {:9.3} CPU s  {name}", best.0, best.1);
}

/// CPU seconds of this process so far; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = told.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    [11, 12].iter().filter_map(|&i| fields.get(i)?.parse::<f64>().ok()).sum::<f64>() / 100.0
}
