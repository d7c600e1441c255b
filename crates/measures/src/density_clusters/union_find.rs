//! Disjoint sets.

/// Sets of numbers that can be united.
#[derive(Debug, Clone)]
pub(crate) struct UnionFind {
    parent: Vec<u32>,
}

impl UnionFind {
    /// So many sets of one number each.
    pub(crate) fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect() }
    }

    /// The number that stands for the set.
    pub(crate) fn find(&mut self, mut a: u32) -> u32 {
        while self.parent[a as usize] != a {
            let next = self.parent[self.parent[a as usize] as usize];
            self.parent[a as usize] = next;
            a = next;
        }
        a
    }

    /// Unites two sets; false if they were one.
    pub(crate) fn unite(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.parent[a.max(b) as usize] = a.min(b);
        }
        a != b
    }

    /// The sets numbered from 0 in the order of their smallest number, for every number.
    pub(crate) fn numbers(mut self) -> Vec<u32> {
        let mut next = 0;
        let mut number = vec![0; self.parent.len()];
        for i in 0..self.parent.len() as u32 {
            let root = self.find(i);
            if root == i {
                number[i as usize] = next;
                next += 1;
            } else {
                number[i as usize] = number[root as usize];
            }
        }
        number
    }
}
