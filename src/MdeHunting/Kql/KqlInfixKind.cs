namespace MdeHunting.Kql;

/// <summary>How an operator treats its two values.</summary>
internal enum KqlInfixKind
{
    /// <summary>One holds, or both do.</summary>
    Logic,

    /// <summary>They are the same, or are not.</summary>
    Equality,

    /// <summary>One is smaller than the other.</summary>
    Order,

    /// <summary>Texts are compared.</summary>
    Text,

    /// <summary>One is among others.</summary>
    Membership,

    /// <summary>One lies between two others.</summary>
    Between,

    /// <summary>A sum or a difference.</summary>
    Sum,

    /// <summary>A product, a quotient or a remainder.</summary>
    Product,
}
