/// The loops that gain by a multiplication of 64-bit words side by side, compiled for x86-64 processors that have one
/// (AVX-512 DQ). What they give is the same, to the last bit, as from those of `PlainLoops`.
public enum Loops {}
