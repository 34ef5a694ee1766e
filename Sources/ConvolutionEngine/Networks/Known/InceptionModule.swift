// C. Szegedy and others: Going deeper with convolutions, 2015, figure 2 and table 1.

/// How many filters the branches of an inception module have: several kernels side by side on one input, their maps put
/// one behind the other.
public struct InceptionModule: Hashable, Sendable {
  /// One path through a module.
  public enum Branch: Hashable, Sendable, CaseIterable {
    /// A 1 × 1 convolution.
    case one
    /// A 3 × 3 convolution.
    case three
    /// A 5 × 5 convolution.
    case five
    /// A max pooling of 3 × 3 at stride 1.
    case pool

    /// What stands in the name of the stage whose output leaves the branch.
    fileprivate var ending: String {
      switch self {
      case .one: "1x1"
      case .three: "3x3"
      case .five: "5x5"
      case .pool: "pool"
      }
    }
  }

  /// What it is called: `3a`.
  public let name: String
  /// Filters of 1 × 1.
  public var one: Int
  /// Filters of 1 × 1 before those of 3 × 3; `nil` for none, as in the naive module.
  public var threeReduced: Int?
  /// Filters of 3 × 3.
  public var three: Int
  /// Filters of 1 × 1 before those of 5 × 5; `nil` for none.
  public var fiveReduced: Int?
  /// Filters of 5 × 5.
  public var five: Int
  /// Filters of 1 × 1 behind the pooling; `nil` for none, which hands on all channels that came in.
  public var pooled: Int?

  /// A module, its numbers in the order of the paper's table.
  public init(_ name: String, one: Int, three: (Int?, Int), five: (Int?, Int), pooled: Int?) {
    self.name = name
    self.one = one
    (threeReduced, self.three) = three
    (fiveReduced, self.five) = five
    self.pooled = pooled
  }

  private init(_ name: String, _ one: Int, _ three: (Int, Int), _ five: (Int, Int), _ pooled: Int) {
    self.init(name, one: one, three: (three.0, three.1), five: (five.0, five.1), pooled: pooled)
  }

  /// The same filters without the 1 × 1 convolutions that reduce the depth.
  public var naive: InceptionModule {
    InceptionModule(name, one: one, three: (nil, three), five: (nil, five), pooled: nil)
  }

  /// The name of the stage whose output leaves a branch.
  func last(of branch: Branch) -> String {
    "\(name)-\(branch.ending)" + (branch == .pool && pooled != nil ? "-1x1" : "")
  }

  /// The branches side by side on the output of `input`, and their channels put together.
  ///
  /// - Parameter convolution: the layers of a convolution of a name, so many filters of a kernel that keeps the size,
  ///   on an input.
  func layers(
    on input: String, fiveKernel: Int = 5,
    _ convolution: (_ name: String, _ filters: Int, _ kernel: Int, _ input: String) -> [Layer]
  ) -> [Layer] {
    /// A convolution behind one that reduces the depth, if there is to be one.
    func branch(_ branch: Branch, _ reduced: Int?, _ filters: Int, _ kernel: Int) -> [Layer] {
      let name = last(of: branch)
      guard let reduced else { return convolution(name, filters, kernel, input) }
      return convolution("\(name)-reduce", reduced, 1, input) + convolution(name, filters, kernel, "\(name)-reduce")
    }
    let pool = "\(name)-\(Branch.pool.ending)"
    return branch(.one, nil, one, 1) + branch(.three, threeReduced, three, 3)
      + branch(.five, fiveReduced, five, fiveKernel)
      + [.maxPooling(pool, 3, stride: 1, padding: 1, from: [input])]
      + (pooled.map { convolution(last(of: .pool), $0, 1, pool) } ?? [])
      + [Layer(name, .concatenation, from: Branch.allCases.map(last))]
  }

  /// The module by itself on an input, as a network whose last stage is the concatenation.
  public func network(on input: Shape) -> Network {
    Network(
      known: name, title: name, input: input,
      layers: layers(on: Network.inputName) { name, filters, kernel, input in
        [.convolution(name, filters, kernel: kernel, padding: .same(kernel: kernel), from: [input])]
      })
  }

  /// The stages of each branch in a network that has this module, in order; the concatenation belongs to none.
  public func branches(in network: Network) -> [(branch: Branch, stages: [Stage])] {
    Branch.allCases.map { branch in
      let names = Set(
        branch == .pool
          ? ["\(name)-\(branch.ending)", last(of: .pool)] : [last(of: branch), last(of: branch) + "-reduce"])
      return (branch, network.stages.filter { names.contains($0.name) })
    }
  }

  /// The nine modules of GoogLeNet, in the groups between which the maps are pooled.
  public static let ofGoogLeNet = [
    [
      InceptionModule("3a", 64, (96, 128), (16, 32), 32), InceptionModule("3b", 128, (128, 192), (32, 96), 64),
    ],
    [
      InceptionModule("4a", 192, (96, 208), (16, 48), 64), InceptionModule("4b", 160, (112, 224), (24, 64), 64),
      InceptionModule("4c", 128, (128, 256), (24, 64), 64), InceptionModule("4d", 112, (144, 288), (32, 64), 64),
      InceptionModule("4e", 256, (160, 320), (32, 128), 128),
    ],
    [
      InceptionModule("5a", 256, (160, 320), (32, 128), 128), InceptionModule("5b", 384, (192, 384), (48, 128), 128),
    ],
  ]
}
