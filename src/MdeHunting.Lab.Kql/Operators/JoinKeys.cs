using MdeHunting.Lab.Kql.Binding;
using MdeHunting.Lab.Kql.Functions;
using MdeHunting.Lab.Kql.Syntax;
using MdeHunting.Lab.Kql.Values;

namespace MdeHunting.Lab.Kql.Operators;

/// <summary>What rows of two tables are matched by. A null matches a null.</summary>
internal sealed class JoinKeys
{
    private const string Left = "$left";
    private const string Right = "$right";

    private readonly int[] _left;
    private readonly int[] _right;
    private readonly bool[] _areIntegers;

    private JoinKeys(int[] left, int[] right, bool[] areIntegers)
    {
        _left = left;
        _right = right;
        _areIntegers = areIntegers;
    }

    /// <summary>The places of the right table's keys.</summary>
    public IReadOnlyCollection<int> OfRight => _right;

    public static JoinKeys Bind(IReadOnlyList<Expression> conditions, Relation left, Relation right, string operatorName)
    {
        var pairs = conditions
            .SelectMany(condition => Pairs(condition, operatorName))
            .Select(pair => (Left: Find(pair.Left, left, operatorName), Right: Find(pair.Right, right, operatorName)))
            .ToArray();
        foreach (var (mine, other) in pairs)
        {
            var (first, second) = (left.Columns[mine], right.Columns[other]);
            if (first.Type == KqlType.Dynamic || second.Type == KqlType.Dynamic)
            {
                throw SemanticError.JoinKeyIsDynamic(first.Type == KqlType.Dynamic ? first.Name : second.Name, operatorName);
            }

            if (first.Type != second.Type && !(IsInteger(first) && IsInteger(second)))
            {
                throw SemanticError.CannotCompare(first.Type, second.Type);
            }
        }

        return new(
            Array.ConvertAll(pairs, pair => pair.Left),
            Array.ConvertAll(pairs, pair => pair.Right),
            Array.ConvertAll(pairs, pair => IsInteger(left.Columns[pair.Left]))
        );
    }

    public void WriteLeft(object?[] row, object?[] key) => Write(row, _left, key);

    public void WriteRight(object?[] row, object?[] key) => Write(row, _right, key);

    /// <summary>A place for a key that is only looked up: one that is kept is a copy of it.</summary>
    public object?[] Buffer() => new object?[_left.Length];

    private void Write(object?[] row, int[] places, object?[] key)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var cell = row[places[i]];
            key[i] = _areIntegers[i] && cell is int ? Conversions.ToLong(cell) : cell;
        }
    }

    private static bool IsInteger(KqlColumn column) => TypeSet.Integer.Contains(column.Type);

    private static IEnumerable<(string Left, string Right)> Pairs(Expression condition, string operatorName) =>
        condition switch
        {
            Expression.Name name => [(name.Text, name.Text)],
            Expression.Logical { IsAnd: true } all => all.Operands.SelectMany(operand => Pairs(operand, operatorName)),
            Expression.Binary { Operator.Symbol: "==" } equality => [Sides(equality, operatorName)],
            _ => throw SemanticError.NotAnEquality(operatorName),
        };

    private static (string Left, string Right) Sides(Expression.Binary equality, string operatorName) =>
        (Side(equality.Left), Side(equality.Right)) switch
        {
            ((Left, var mine), (Right, var other)) => (mine, other),
            ((Right, var other), (Left, var mine)) => (mine, other),
            _ => throw SemanticError.NotAnEquality(operatorName),
        };

    private static (string? Table, string Column) Side(Expression expression) =>
        expression switch
        {
            Expression.Member { Target: Expression.Name table } member => (table.Text, member.Key),
            Expression.Element { Target: Expression.Name table, Key: Expression.Literal { Value: string column } } => (table.Text, column),
            _ => (null, string.Empty),
        };

    private static int Find(string name, Relation table, string operatorName) => table.PlaceOf(name) ?? throw SemanticError.NoColumn(name, operatorName);
}
