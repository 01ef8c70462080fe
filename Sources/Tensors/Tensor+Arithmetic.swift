extension Tensor {
    /// The sum of two tensors, element by element.
    public static func + (a: Tensor, b: Tensor) -> Tensor { a.binary(.add, b) }
    /// The difference of two tensors, element by element.
    public static func - (a: Tensor, b: Tensor) -> Tensor { a.binary(.subtract, b) }
    /// The product of two tensors, element by element.
    public static func * (a: Tensor, b: Tensor) -> Tensor { a.binary(.multiply, b) }
    /// The quotient of two tensors, element by element.
    public static func / (a: Tensor, b: Tensor) -> Tensor { a.binary(.divide, b) }

    /// A number added to every element.
    public static func + (a: Tensor, b: Float) -> Tensor { a + a.scalar(b) }
    /// A number added to every element.
    public static func + (a: Float, b: Tensor) -> Tensor { b.scalar(a) + b }
    /// A number subtracted from every element.
    public static func - (a: Tensor, b: Float) -> Tensor { a - a.scalar(b) }
    /// Every element subtracted from a number.
    public static func - (a: Float, b: Tensor) -> Tensor { b.scalar(a) - b }
    /// Every element times a number.
    public static func * (a: Tensor, b: Float) -> Tensor { a * a.scalar(b) }
    /// Every element times a number.
    public static func * (a: Float, b: Tensor) -> Tensor { b.scalar(a) * b }
    /// Every element divided by a number.
    public static func / (a: Tensor, b: Float) -> Tensor { a / a.scalar(b) }
    /// A number divided by every element.
    public static func / (a: Float, b: Tensor) -> Tensor { b.scalar(a) / b }
    /// The negative of every element.
    public static prefix func - (a: Tensor) -> Tensor { a.unary(.negate) }

    /// 1 where the left element is less, otherwise 0. No gradient passes.
    public static func .< (a: Tensor, b: Tensor) -> Tensor { a.binary(.less, b) }
    /// 1 where the left element is greater, otherwise 0. No gradient passes.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { b.binary(.less, a) }
    /// 1 where the left element is at most the right one, otherwise 0. No gradient passes.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor { 1 - b.binary(.less, a) }
    /// 1 where the left element is at least the right one, otherwise 0. No gradient passes.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor { 1 - a.binary(.less, b) }
    /// 1 where the elements are equal, otherwise 0. No gradient passes.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { a.binary(.equal, b) }

    /// This tensor's elements where the condition is not 0, and the other's where it is.
    public func selected(where condition: Tensor, otherwise other: Tensor) -> Tensor {
        builder.apply(.select, [condition, self, other])
    }

    /// This tensor's elements where the condition is not 0, and a number where it is.
    public func selected(where condition: Tensor, otherwise other: Float) -> Tensor {
        selected(where: condition, otherwise: scalar(other))
    }

    func unary(_ function: Unary) -> Tensor { builder.apply(.unary(function), [self]) }

    func binary(_ function: Binary, _ other: Tensor) -> Tensor {
        builder.apply(.binary(function), [self, other])
    }

    /// The shortest decimal of a Float is what its author wrote, so 0.1 means 0.1 in Double too.
    private func scalar(_ value: Float) -> Tensor { constant(Double("\(value)") ?? Double(value)) }
}

/// e to the power of every element.
public func exp(_ x: Tensor) -> Tensor { x.unary(.exponential) }
/// The natural logarithm of every element.
public func log(_ x: Tensor) -> Tensor { x.unary(.logarithm) }
/// The square root of every element.
public func sqrt(_ x: Tensor) -> Tensor { x.unary(.squareRoot) }
/// The hyperbolic tangent of every element.
public func tanh(_ x: Tensor) -> Tensor { x.unary(.tanh) }
/// 1 / (1 + exp(-x)), for every element.
public func sigmoid(_ x: Tensor) -> Tensor { x.unary(.sigmoid) }
/// The error function of every element.
public func erf(_ x: Tensor) -> Tensor { x.unary(.erf) }
/// The sine of every element, in radians.
public func sin(_ x: Tensor) -> Tensor { x.unary(.sine) }
/// The cosine of every element, in radians.
public func cos(_ x: Tensor) -> Tensor { x.unary(.cosine) }
/// The greater of two elements; where they tie, the gradient goes to the second.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { a.binary(.maximum, b) }
/// The lesser of two elements; where they tie, the gradient goes to the second.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { a.binary(.minimum, b) }
/// The greater of every element and 0; the gradient at 0 is 0.
public func relu(_ x: Tensor) -> Tensor { maximum(x, x.constant(0)) }

/// x Φ(x), the Gaussian error linear unit, with Φ from the error function
/// (Hendrycks and Gimpel: Gaussian error linear units. 2016, section 2).
public func gelu(_ x: Tensor) -> Tensor {
    x * (0.5 + 0.5 * erf(x * x.constant(0.5.squareRoot())))
}

/// The Gaussian error linear unit with Φ approximated by tanh
/// (Hendrycks and Gimpel: Gaussian error linear units. 2016, section 2).
public func geluTanh(_ x: Tensor) -> Tensor {
    let slope = x.constant((2 / Double.pi).squareRoot())
    return 0.5 * x * (1 + tanh(slope * (x + 0.044715 * (x * x * x))))
}
