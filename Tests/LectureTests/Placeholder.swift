import Testing

@testable import Lecture
