namespace MdeHunting.Lab.Kql.Functions;

/// <summary>The types that a parameter takes.</summary>
[Flags]
internal enum TypeSet
{
    None = 0,
    String = 1 << KqlType.String,
    DateTime = 1 << KqlType.DateTime,
    Long = 1 << KqlType.Long,
    Int = 1 << KqlType.Int,
    Bool = 1 << KqlType.Bool,
    Real = 1 << KqlType.Real,
    Dynamic = 1 << KqlType.Dynamic,
    Guid = 1 << KqlType.Guid,
    TimeSpan = 1 << KqlType.TimeSpan,
    Decimal = 1 << KqlType.Decimal,

    Integer = Long | Int,
    Number = Integer | Real | Decimal,
    Summable = Number | DateTime | TimeSpan,
    Orderable = Summable | String | Bool,
    Text = String | Dynamic,
    Condition = Bool | Dynamic,
    Any = Orderable | Dynamic | Guid,
}
