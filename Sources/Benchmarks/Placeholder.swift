/// Measurements.
