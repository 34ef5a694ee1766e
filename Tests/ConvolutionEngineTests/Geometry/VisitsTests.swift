import Testing

@testable import ConvolutionEngine

@Suite struct VisitsTests {
  @Test func fixturesAreThere() {
    #expect(Fixture.all("visits").count == 30 && Fixture.all("stamps").count == 40 && Fixture.all("paths").count == 30)
  }

  @Test(arguments: Fixture.all("visits")) func visitsAgreeWithPyTorch(_ fixture: Fixture) {
    let (rows, columns) = fixture.windows
    let (vertical, horizontal) = (rows.over(fixture.shape.height), columns.over(fixture.shape.width))
    fixture.expect(Tensor(visits: vertical.visits, horizontal.visits).values)
    fixture.expect(Tensor(visits: vertical.sightings, horizontal.sightings).values, at: 1)
  }

  @Test(arguments: Fixture.all("stamps")) func stampsAgreeWithPyTorch(_ fixture: Fixture) {
    let ((rows, columns), extra) = (fixture.windows, fixture.pair("extra"))
    let vertical = TransposedGeometry(input: fixture.shape.height, window: rows, extra: extra.rows)
    let horizontal = TransposedGeometry(input: fixture.shape.width, window: columns, extra: extra.columns)
    fixture.expect(Tensor(visits: vertical.visits, horizontal.visits))
  }

  @Test(arguments: Fixture.all("paths")) func pathsAgreeWithPyTorch(_ fixture: Fixture) {
    let (strides, dilations) = (fixture.integers("strides"), fixture.integers("dilations"))
    let windows = fixture.integers("kernels").enumerated().map { index, kernel in
      Window(kernel, stride: strides[index], dilation: dilations[index])
    }
    let paths = ReceptiveField.paths(through: windows)
    fixture.expect(paths.map { Float($0) })
    let field = ReceptiveField.growth(through: windows).last
    #expect(field?.size == paths.count && field?.cells == paths.count { $0 > 0 })
  }

  /// Five inputs, laid down with strides of 2: the published rows.
  @Test(arguments: [
    (3, [1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1]), (4, [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1]),
    (5, [1, 1, 2, 2, 3, 2, 3, 2, 3, 2, 2, 1, 1]),
  ]) func stampsOverlapUnevenlyUnlessTheStrideDividesTheKernel(_ kernel: Int, _ counts: [Int]) {
    // With padding 1 the first and the last are cut off.
    let geometry = TransposedGeometry(input: 5, window: Window(kernel, stride: 2))
    #expect(geometry.visits == counts)
    #expect(
      TransposedGeometry(input: 5, window: Window(kernel, stride: 2, padding: 1)).visits
        == Array(counts.dropFirst().dropLast()))
  }

  @Test func paddingDecidesHowOftenTheBorderIsSeen() {
    func geometry(_ padding: Padding) -> WindowGeometry { Window(3, padding: padding).over(6) }
    #expect(geometry(.valid).visits == [1, 2, 3, 3, 2, 1] && geometry(.valid).sightings == [3, 3, 3, 3])
    #expect(geometry(.same(kernel: 3)).visits == [2, 3, 3, 3, 3, 2])
    #expect(geometry(.full(kernel: 3)).visits == [3, 3, 3, 3, 3, 3])
    #expect(geometry(.full(kernel: 3)).sightings == [1, 2, 3, 3, 3, 3, 2, 1])
  }

  /// Rates 2, 2, 2 leave every other cell out; 1, 2, 3 leave none.
  @Test func growingRatesFillTheGrid() {
    func paths(_ rates: [Int]) -> [Int] { ReceptiveField.paths(through: rates.map { Window(3, dilation: $0) }) }
    #expect(paths([2, 2, 2]) == [1, 0, 3, 0, 6, 0, 7, 0, 6, 0, 3, 0, 1])
    #expect(paths([1, 2, 3]) == [1, 1, 2, 2, 3, 3, 3, 3, 3, 2, 2, 1, 1])
    #expect(paths([1, 1, 1]) == [1, 3, 6, 7, 6, 3, 1])
  }
}
