namespace MdeHunting.Lab.Kql.Functions;

/// <summary>How closely an operator binds its operands, loosest first.</summary>
internal enum BinaryLevel
{
    Equality,
    Relational,
    Additive,
    Multiplicative,
    Text,
}
