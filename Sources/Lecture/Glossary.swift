public import CellCanvas

/// What the signs, colours, scales and words of the lecture mean, each in one line, with the scene that explains it.
public enum Glossary {
  /// One line.
  public struct Entry: Hashable, Sendable {
    /// The sign itself, a sample of the colour, or the word.
    public let sign: StyledText
    /// What it means, in a line.
    public let meaning: String
    /// The scene that explains it.
    public let scene: String
  }

  /// Lines of one kind.
  public struct Section: Hashable, Sendable {
    /// What kind they are of.
    public let title: String
    /// The lines.
    public let entries: [Entry]
  }

  /// All lines.
  public static let sections = [
    Section(title: "Signs", entries: signs), Section(title: "Colours", entries: colours),
    Section(title: "Scales", entries: scales), Section(title: "Words", entries: words),
  ]

  private static func entry(_ sign: StyledText, _ meaning: String, _ scene: String) -> Entry {
    Entry(sign: sign, meaning: meaning, scene: scene)
  }

  // MARK: Signs

  private static let signs = [
    entry("⋆", "correlation: the kernel slides as it is, unflipped", "flip-or-not"),
    entry("∗", "convolution: the kernel is flipped before it slides", "discrete-convolution"),
    entry("·", "a product: 3·−1 = −3; in a grid, what is still to come", "symbolic-convolution"),
    entry("×", "the sides of a grid: height × width × depth", "volumes"),
    entry("Σ", "a sum over all that the index runs through", "symbolic-convolution"),
    entry("−", "minus: a difference, or a number below 0", "discrete-convolution"),
    entry("→", "what comes out of what", "sliding-kernel"),
    entry("⌊ ⌋", "rounded down to a whole number", "stride"),
    entry("⌈ ⌉", "rounded up to a whole number", "pool-downsampling"),
    entry("^", "to the power of", "alexnet"),
    entry("∂L/∂x", "how the loss changes with x: its gradient", "resnet"),
    entry("∂", "∂a/∂b: how much a changes when b changes a little", "fantasy-image"),
    entry("∫", "a sum over every moment, where time has no steps", "noisy-sensor"),
    entry("╱╱", "cells that no window reaches, or that are dropped", "stride"),
    entry("N, F", "the sides of the input and of the kernel, in cells", "stride"),
    entry("S, P", "the stride, and the padding on each side", "stride"),
    entry("C", "the number of channels", "receptive-field"),
    entry("r, j", "how wide a unit sees, how far apart neighbours look", "receptive-field"),
    entry("x, s, w", "inputs, outputs, weights, each with its number", "sparse-connectivity"),
    entry("f, g", "the layer, and what is done to the picture", "equivariance"),
    entry("X, H, Ŷ", "the picture, hidden maps, and a round's labels", "recurrent-convolution"),
    entry("U, V, W", "weights from X to H, from H to Ŷ, from Ŷ back to H", "recurrent-convolution"),
    entry("m, n, k", "inputs, outputs, and how many inputs an output sees", "sparse-interaction"),
  ]

  // MARK: Colours

  private static func colour(_ role: Role, _ name: String, _ meaning: String, _ scene: String) -> Entry {
    entry(.strong(name, role), meaning, scene)
  }

  /// Every role that a figure draws with, but for the screen's own: backgrounds, plain text, lines.
  private static let colours = [
    colour(.input, "input", "what goes into an operation", "sliding-kernel"),
    colour(.kernel, "kernel", "weights, and the window that they cover", "sliding-kernel"),
    colour(.output, "output", "what comes out", "sliding-kernel"),
    colour(.active, "active", "what is computed now, or pointed at", "sliding-kernel"),
    colour(.gradient, "gradient", "how the loss changes, on its way back", "max-pool"),
    colour(.other, "other", "a second thing of a kind, beside the first", "noisy-sensor"),
    colour(.redChannel, "red", "the red channel of a picture", "channels"),
    colour(.greenChannel, "green", "the green channel of a picture", "channels"),
    colour(.blueChannel, "blue", "the blue channel of a picture", "channels"),
    colour(.correct, "= ✓", "equal values, a right answer", "equivariance"),
    colour(.wrong, "≠ ✗", "unequal values, a wrong answer, a refused setting", "equivariance"),
    colour(.knob, "knob", "the value of a knob in the bar below", "sliding-kernel"),
    colour(.progress, "━━", "how far the scene is", "sliding-kernel"),
  ]

  // MARK: Scales

  private static func scale(_ scale: ColorScale, _ meaning: String, _ scene: String) -> Entry {
    var sample = StyledText("")
    for step in 0..<6 { sample += StyledText("█", ink: .level(scale, Double(step) / 5)) }
    return entry(sample, meaning, scene)
  }

  private static let scales = [
    scale(.signed, "from most negative, through 0, to most positive", "edge-detection"),
    scale(.amount, "how much, from nothing to the most", "alexnet"),
    scale(.grey, "how bright a pixel is, from black to white", "edge-detection"),
    scale(.input, "how large a value of the input is", "sliding-kernel"),
    scale(.kernel, "how large a weight is", "pooling-kinds"),
    scale(.output, "how large a value of the output is", "max-pool"),
    scale(.other, "how much of a second thing there is", "three-stages"),
    scale(.redChannel, "how much red a pixel has", "volumes"),
    scale(.greenChannel, "how much green", "volumes"),
    scale(.blueChannel, "how much blue", "volumes"),
  ]

  // MARK: Words

  private static let words = [
    entry("kernel", "a small grid of weights that slides over the input", "sliding-kernel"),
    entry("filter", "a kernel for each input channel, and a bias: one map", "channels"),
    entry("weight", "what an input is multiplied by; it is learned", "grid-data"),
    entry("bias", "a number that is added to every sum of a filter", "channels"),
    entry("feature map", "what one filter puts out: its answer at every place", "volumes"),
    entry("channel", "one of several grids over each other, such as red", "channels"),
    entry("window", "the cells that the kernel covers at one place", "sliding-kernel"),
    entry("stride", "how many cells the window moves at a time", "stride"),
    entry("padding", "zeros around the input, for windows that hang over", "stride"),
    entry("valid, same", "padding: none; as much as keeps the size", "zero-padding"),
    entry("full", "so much padding that every input is seen equally often", "zero-padding"),
    entry("orphan row", "a row that no window reaches: sizes are rounded down", "strided-convolution"),
    entry("local", "near connections, each with a weight of its own", "connections"),
    entry("shared", "one kernel for all places, as in a convolution", "local-convolution"),
    entry("tiled", "a few kernels that take turns over the places", "local-convolution"),
    entry("groups", "parts of the channels that do not see each other", "local-convolution"),
    entry("round", "labels fed back through the same weights, once", "recurrent-convolution"),
    entry("dilation", "gaps between the cells that a kernel looks at", "dilated-convolution"),
    entry("gridding", "cells that a stack of equal dilations never sees", "dilated-convolution"),
    entry("transposed", "each input lays a kernel down: small becomes large", "transposed-convolution"),
    entry("stamp", "an input times the kernel, laid down in the output", "transposed-convolution"),
    entry("checkerboard", "outputs written more often than their neighbours", "transposed-convolution"),
    entry("depthwise", "each channel has a kernel of its own and stays alone", "separable-convolution"),
    entry("pointwise", "1 × 1 filters: channels are mixed place by place", "separable-convolution"),
    entry("dense layer", "a layer in which every input reaches every output", "grid-data"),
    entry("unit", "one number of a layer, with its connections", "sparse-connectivity"),
    entry("connection", "one input reaching one output; many may share a weight", "sparse-interaction"),
    entry("receptive field", "all inputs that can change a unit", "receptive-field"),
    entry("sharing", "the same weights at every place", "parameter-sharing"),
    entry("equivariant", "what happens to the input happens to the output", "equivariance"),
    entry("invariant", "what happens to the input leaves the output alone", "shift-invariance"),
    entry("pooling", "one number for a neighbourhood: its maximum, its mean", "max-pool"),
    entry("switches", "which cell was the maximum, kept for the way back", "max-pool"),
    entry("tie", "two cells are the maximum: a rule chooses one", "pooling-kinds"),
    entry("L2 norm", "the root of the sum of squares", "pooling-kinds"),
    entry("global pooling", "one window as large as the map: one number a map", "pooling-kinds"),
    entry("adaptive", "pooling into so many regions, whatever the size", "variable-size"),
    entry("regions", "a fixed number of regions, however large the input", "variable-size"),
    entry("fences", "the lines between which a region lies", "variable-size"),
    entry("detector", "a unit behind ReLU: how sure it is of its feature", "three-stages"),
    entry("aliasing", "what is kept does not move along with its input", "shift-invariance"),
    entry("blur pooling", "maxima blurred before only some are kept", "shift-invariance"),
    entry("max unit", "passes on the largest of several detectors' answers", "learned-invariance"),
    entry("envelope", "the upper edge of several curves: the max unit's", "learned-invariance"),
    entry("gradient", "how much the loss changes with each number", "max-pool"),
    entry("rank likeness", "rank correlation: 1 for one order, 0 for none in common", "guided-backprop"),
    entry("ReLU", "max(0, x): what is negative becomes 0", "channels"),
    entry("logit", "a class's score, before softmax makes probabilities", "alexnet"),
    entry("softmax", "scores made into probabilities, which sum to 1", "recurrent-convolution"),
    entry("preparation", "cropped, scaled and centred like the training digits", "draw-a-digit"),
    entry("centre of mass", "the mean place of all ink", "draw-a-digit"),
    entry("shortcut", "a way past layers; what goes by is added behind them", "resnet"),
    entry("loss", "how wrong an answer is: −ln of the right one's chance", "train-live"),
    entry("batch", "examples whose gradients are averaged for one step", "train-live"),
    entry("learning rate", "how far a weight follows its gradient in a step", "train-live"),
    entry("momentum", "a part of the last step that is made again", "train-live"),
    entry("weight decay", "each step draws every weight a little to 0", "train-live"),
    entry("held out", "examples to judge by, never learned from", "train-live"),
    entry("dropout", "units switched off at random while learning", "alexnet"),
  ]
}
