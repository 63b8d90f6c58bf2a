//! Stack, buffer and arcs of the arc-eager parser.

/// "No token" in the links between children.
const NONE: u32 = u32::MAX;

/// The state of a parse.
#[derive(Debug, Default)]
pub struct State {
    length: usize,
    stack: Vec<u32>,
    /// Tokens that went from the stack back to the buffer, the next one last.
    returned: Vec<u32>,
    /// First token of the buffer that was never on the stack.
    next: usize,
    /// Head of each token, or `NONE`.
    heads: Vec<u32>,
    /// Number of the move that made the arc to the head.
    moves: Vec<u8>,
    /// Last attached left and right child of each token, or `NONE`.
    last_children: [Vec<u32>; 2],
    /// The child attached before, on the same side of the same head, or `NONE`.
    earlier: Vec<u32>,
    /// Tokens that may not be shifted again before something else has happened.
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    /// Starts a text of `length` tokens.
    pub fn reset(&mut self, length: usize) {
        fn refill<T: Copy>(list: &mut Vec<T>, length: usize, value: T) {
            list.clear();
            list.resize(length, value);
        }
        self.length = length;
        self.next = 0;
        self.stack.clear();
        self.returned.clear();
        refill(&mut self.heads, length, NONE);
        refill(&mut self.moves, length, 0);
        refill(&mut self.last_children[0], length, NONE);
        refill(&mut self.last_children[1], length, NONE);
        refill(&mut self.earlier, length, NONE);
        refill(&mut self.unshiftable, length, false);
        refill(&mut self.starts, length, false);
    }

    /// The token `i` places below the top of the stack.
    pub fn stack(&self, i: usize) -> Option<usize> {
        let at = self.stack.len().checked_sub(i + 1)?;
        Some(self.stack[at] as usize)
    }

    /// The token `i` places into the buffer.
    pub fn buffer(&self, i: usize) -> Option<usize> {
        if let Some(at) = self.returned.len().checked_sub(i + 1) {
            return Some(self.returned[at] as usize);
        }
        let at = self.next + (i - self.returned.len());
        (at < self.length).then_some(at)
    }

    pub fn stack_depth(&self) -> usize {
        self.stack.len()
    }

    pub fn buffer_length(&self) -> usize {
        self.length - self.next + self.returned.len()
    }

    pub fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    pub fn is_start(&self, token: usize) -> bool {
        self.starts[token]
    }

    pub fn set_start(&mut self, token: usize) {
        self.starts[token] = true;
    }

    pub fn is_unshiftable(&self, token: usize) -> bool {
        self.unshiftable[token]
    }

    pub fn has_head(&self, token: usize) -> bool {
        self.heads[token] != NONE
    }

    /// Head of a token and the number of the move that attached it.
    pub fn head(&self, token: usize) -> Option<(usize, u8)> {
        self.has_head(token)
            .then(|| (self.heads[token] as usize, self.moves[token]))
    }

    /// The last attached child to the left (0) or right (1) of a token.
    pub fn child(&self, token: Option<usize>, side: usize) -> Option<usize> {
        let child = self.last_children[side][token?];
        (child != NONE).then_some(child as usize)
    }

    /// Buffer to stack.
    pub fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next as u32 - 1
        });
        self.stack.push(token);
    }

    pub fn pop(&mut self) {
        self.stack.pop();
    }

    /// Top of the stack back to the buffer.
    pub fn unshift(&mut self) {
        if let Some(token) = self.stack.pop() {
            self.unshiftable[token as usize] = true;
            self.returned.push(token);
        }
    }

    pub fn set_shiftable(&mut self, token: usize) {
        self.unshiftable[token] = false;
    }

    /// Ends the parse where it is.
    pub fn force_final(&mut self) {
        self.stack.clear();
        self.returned.clear();
        self.next = self.length;
    }

    /// Attaches `child` to `head`, in place of an earlier head.
    pub fn attach(&mut self, head: usize, child: usize, made_by: u8) {
        if let Some((old, _)) = self.head(child) {
            self.detach(old, child);
        }
        let last = &mut self.last_children[usize::from(child > head)][head];
        self.earlier[child] = *last;
        *last = child as u32;
        self.heads[child] = head as u32;
        self.moves[child] = made_by;
    }

    fn detach(&mut self, head: usize, child: usize) {
        let side = usize::from(child > head);
        let before = self.earlier[child];
        let mut at = self.last_children[side][head];
        if at as usize == child {
            self.last_children[side][head] = before;
            return;
        }
        while at != NONE {
            let earlier = self.earlier[at as usize];
            if earlier as usize == child {
                self.earlier[at as usize] = before;
                return;
            }
            at = earlier;
        }
    }
}
