import ConvolutionEngine

extension GuidedBackpropScene {
  /// What follows where all layers are forgotten: for guided backpropagation and for the plain gradient.
  enum Forgetting: Equatable {
    /// Nothing comes back under both, or under guided alone: nothing can be compared.
    case shut, guidedShut
    /// So few pixels that their order says nothing.
    case few
    /// What both show needs no learning, what guided shows, or more of that.
    case bothStay, guidedStays, guidedMore
    case bothChange

    /// Of fewer pixels than so many, an order that is half the same says nothing.
    static let fewPixels = 64

    /// - Parameter pixels: how many the unit sees.
    static func follows(_ check: Check, pixels: Int) -> Self {
      let (guided, plain) = (check.likeness[.guided] ?? 0, check.likeness[.plain] ?? 0)
      return switch true {
      case check.isBlank(.guided): check.isBlank(.plain) ? .shut : .guidedShut
      case pixels < fewPixels: .few
      case min(guided, plain) > 0.5: .bothStay
      case guided > 0.5: .guidedStays
      case guided > plain + 0.1: .guidedMore
      default: .bothChange
      }
    }

    /// The second half of a sentence that begins with what is forgotten.
    func sentence(_ check: Check) -> String {
      let numbers =
        "guided is still \(check.told(.guided)) like its old self, plain \(check.told(.plain)): "
      return switch self {
      case .shut: "all ways down are shut: under plain and guided nothing comes back that could be compared."
      case .guidedShut: "nothing comes back under guided any more; plain is \(check.told(.plain)) like its old self."
      case .few: numbers + "so few pixels are alike by chance, too."
      case .bothStay: numbers + "much of what both show needs no learning."
      case .guidedStays: numbers + "much of what it shows needs no learning."
      case .guidedMore: numbers + "more of what guided shows needs no learning."
      case .bothChange: numbers + "both changed, as they should. That alone proves neither."
      }
    }
  }
}
