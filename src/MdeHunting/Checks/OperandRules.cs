using System.Globalization;
using MdeHunting.Kql;
using MdeHunting.Kql.Binding;
using MdeHunting.Kql.Parsing;

namespace MdeHunting.Checks;

/// <summary>What to write in place of an operator between values that it doesn't take.</summary>
internal static class OperandRules
{
    // What is longer is not written out again.
    private const int MostText = 60;

    /// <summary>The step for one; null where the rule's own is all that can be said.</summary>
    public static string? Instead(QueryCheck check, BindProblem problem)
    {
        if (problem.Chain is not { } chain)
        {
            return null;
        }

        var infix = chain.Operators[problem.Count];
        var right = chain.Operands[problem.Count + 1];
        var left = problem.Count == 0 ? chain.Operands[0] : new ChainNode([chain.Operands[0], chain.Operands[problem.Count]], [chain.Operators[0]]);
        return infix.Kind switch
        {
            KqlInfixKind.Logic => OfLogic(check, chain, problem),
            KqlInfixKind.Text or KqlInfixKind.Membership => OfText(check, infix, left, right, problem),
            KqlInfixKind.Sum when infix.Text == "+" && Has(problem, KqlDataType.String) => "Use strcat.",
            KqlInfixKind.Order or KqlInfixKind.Between or KqlInfixKind.Sum or KqlInfixKind.Product => OfSize(check, infix, left, right, problem),
            _ => null,
        };
    }

    // FileName == "a" or "b": the text is meant to be compared as well.
    private static string OfLogic(QueryCheck check, ChainNode chain, BindProblem problem)
    {
        var isRight = !IsCondition(problem.RightType);
        var value = chain.Operands[isRight ? problem.Count + 1 : 0];
        if (
            isRight
            && chain.Operands[0]
                is ChainNode { Operators: [{ Kind: KqlInfixKind.Equality or KqlInfixKind.Text } compared], Operands: [NameNode name, var first] }
            && check.StringOf(first) is not null
            && check.StringOf(value) is not null
        )
        {
            var texts = chain.Operands.Skip(1).Where(one => check.StringOf(one) is not null).ToList();
            var again = $"repeat the comparison: {name.Name} {compared.Text} {TextOf(check, value)}.";
            var list = (compared.Text, chain.Operators[problem.Count].Text) switch
            {
                ("==" or "=~", "or") => "in~",
                ("!=" or "!~", "and") => "!in~",
                ("has", "or") => "has_any",
                ("has", "and") => "has_all",
                _ => null,
            };
            var all = $"({string.Join(", ", texts.Prepend(first).Select(check.TextOf))})";
            return list is null || all.Length > MostText ? $"R{again.Substring(1)}" : $"Use {name.Name} {list} {all}, or {again}";
        }

        var type = isRight ? problem.RightType : problem.Type;
        return $"Compare it, or use {(type == KqlDataType.String ? "isnotempty" : "isnotnull")}({TextOf(check, value)}).";
    }

    // ProcessId has "12", FileName has 12.
    private static string OfText(QueryCheck check, KqlInfix infix, KqlNode left, KqlNode right, BindProblem problem)
    {
        if (IsText(problem.Type))
        {
            return right is LiteralNode && KqlTypes.IsNumber(problem.RightType)
                ? $"Put the number in quotes: \"{TextOf(check, right)}\"."
                : $"Use tostring({TextOf(check, right)}).";
        }

        var text = $"tostring({TextOf(check, left)})";
        return
            KqlTypes.IsNumber(problem.Type)
            && infix.Kind == KqlInfixKind.Text
            && check.StringOf(right) is { } number
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $"Use {(infix.Text[0] == '!' ? "!=" : "==")} {number}, or {text}."
            : $"Use {text}.";
    }

    private static string? OfSize(QueryCheck check, KqlInfix infix, KqlNode left, KqlNode right, BindProblem problem)
    {
        if (Has(problem, KqlDataType.DateTime))
        {
            var other = problem.Type == KqlDataType.DateTime ? right : left;
            return Has(problem, KqlDataType.String)
                ? check.StringOf(other) is not { } moment
                    ? $"Use todatetime({TextOf(check, other)})."
                    : DateTime.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                        ? $"Use todatetime({TextOf(check, other)}), or a literal such as datetime(2026-01-31)."
                        : "Use a literal such as datetime(2026-01-31), or todatetime."
                : Has(problem, KqlDataType.TimeSpan) && infix.Kind == KqlInfixKind.Order
                    ? $"Use ago({TextOf(check, other)})."
                    : infix.Kind is KqlInfixKind.Sum or KqlInfixKind.Product
                        ? "Use a timespan, such as 1d."
                        : "Use a literal such as datetime(2026-01-31), or ago(1d).";
        }

        if (Has(problem, KqlDataType.TimeSpan))
        {
            return "Use a timespan, such as 30m, 12h, or 1d.";
        }

        if (!Has(problem, KqlDataType.String) || !(KqlTypes.IsNumber(problem.Type) || KqlTypes.IsNumber(problem.RightType)))
        {
            return null;
        }

        // A text that is written out is the number without its quotes.
        var text = problem.Type == KqlDataType.String ? left : right;
        var isFraction = (problem.Type == KqlDataType.String ? problem.RightType : problem.Type) is KqlDataType.Real or KqlDataType.Decimal;
        return check.StringOf(text) is { } written && double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $"Write the number without quotes: {written}."
            : $"Use {(isFraction ? "todouble" : "toint")}({TextOf(check, text)}).";
    }

    private static bool Has(BindProblem problem, KqlDataType type) => problem.Type == type || problem.RightType == type;

    private static bool IsCondition(KqlDataType type) => KqlTypes.IsAny(type) || type == KqlDataType.Bool;

    private static bool IsText(KqlDataType type) => KqlTypes.IsAny(type) || type == KqlDataType.String;

    private static string TextOf(QueryCheck check, KqlNode node) => check.TextOf(node) is { Length: <= MostText } text && text.IndexOf('\n') < 0 ? text : "…";
}
