using MdeHunting.Kql.Parsing;

namespace MdeHunting.Kql.Binding;

/// <summary>
/// Which types operators and functions take and give, https://learn.microsoft.com/kusto/query/scalar-operators. Where a type is not known, or is dynamic,
/// anything goes.
/// </summary>
internal static class Operands
{
    /// <summary>Whether an operator may stand between two values.</summary>
    public static bool Fit(KqlInfix infix, KqlDataType left, KqlDataType right) =>
        infix.Kind switch
        {
            KqlInfixKind.Logic => IsCondition(left) && IsCondition(right),
            KqlInfixKind.Text => IsText(left) && IsText(right),
            // in~, has_any, has_all: the values may be of any type.
            KqlInfixKind.Membership => infix.Text is "in" or "!in" || IsText(left),
            KqlInfixKind.Order or KqlInfixKind.Between => KqlTypes.IsAny(left) || KqlTypes.IsAny(right) || AreComparable(left, right),
            KqlInfixKind.Sum => KqlTypes.IsAny(left) && IsOfSum(right)
                || KqlTypes.IsAny(right) && IsOfSum(left)
                || KqlTypes.IsNumber(left) && KqlTypes.IsNumber(right)
                || IsTime(left) && IsTime(right),
            KqlInfixKind.Product => IsOfSum(left) && IsOfSum(right),
            _ => true,
        };

    /// <summary>The type of what comes out.</summary>
    public static KqlDataType Result(KqlInfix infix, KqlDataType left, KqlDataType right)
    {
        if (infix.Kind is not (KqlInfixKind.Sum or KqlInfixKind.Product))
        {
            return KqlDataType.Bool;
        }

        if (KqlTypes.IsNumber(left) && KqlTypes.IsNumber(right))
        {
            return KqlTypes.Common(left, right) is KqlDataType.Int ? KqlDataType.Long : KqlTypes.Common(left, right);
        }

        return (infix.Text, left, right) switch
        {
            ("-", KqlDataType.DateTime, KqlDataType.DateTime) => KqlDataType.TimeSpan,
            ("+" or "-", KqlDataType.DateTime, KqlDataType.TimeSpan) or ("+" or "-", KqlDataType.TimeSpan, KqlDataType.DateTime) => KqlDataType.DateTime,
            ("+" or "-" or "%", KqlDataType.TimeSpan, KqlDataType.TimeSpan) => KqlDataType.TimeSpan,
            ("/", KqlDataType.TimeSpan, KqlDataType.TimeSpan) => KqlDataType.Real,
            ("*" or "/", KqlDataType.TimeSpan, _) when KqlTypes.IsNumber(right) => KqlDataType.TimeSpan,
            ("*", _, KqlDataType.TimeSpan) when KqlTypes.IsNumber(left) => KqlDataType.TimeSpan,
            _ => KqlDataType.Unknown,
        };
    }

    /// <summary>The type of what a function gives.</summary>
    public static KqlDataType Result(KqlSignature signature, CallNode call, KqlDataType[] types)
    {
        switch (signature.Result)
        {
            case "first":
                return types.Length > 0 ? types[0] : KqlDataType.Unknown;
            case "second":
                return types.Length > 1 ? types[1] : KqlDataType.Unknown;
            case "common":
                return Common(types, 1, 1);
            case "case":
                return Common(types, 1, 2) is var branch && types.Length > 0 && branch == types[types.Length - 1] ? branch : KqlDataType.Unknown;
            case "all":
                return Common(types, 0, 1);
            case "wide":
                return types.Length > 1 && KqlTypes.IsNumber(types[0]) ? KqlTypes.Common(types[0], types[1]) : types[0];
            case "literal":
                return call.Arguments.Count > 0 && call.Arguments[call.Arguments.Count - 1] is TypeNode type ? type.Type : KqlDataType.String;
            case "sum":
                return types[0] == KqlDataType.Int ? KqlDataType.Long : types[0];
            case "average":
                return types[0] is KqlDataType.Int or KqlDataType.Long ? KqlDataType.Real : types[0];
            default:
                return KqlTypes.Of(signature.Result);
        }
    }

    private static KqlDataType Common(KqlDataType[] types, int start, int step)
    {
        var common = start < types.Length ? types[start] : KqlDataType.Unknown;
        for (var i = start + step; i < types.Length; i += step)
        {
            common = KqlTypes.Common(common, types[i]);
        }

        return common;
    }

    private static bool IsCondition(KqlDataType type) => KqlTypes.IsAny(type) || type == KqlDataType.Bool;

    private static bool IsText(KqlDataType type) => KqlTypes.IsAny(type) || type == KqlDataType.String;

    private static bool IsTime(KqlDataType type) => type is KqlDataType.DateTime or KqlDataType.TimeSpan;

    private static bool IsOfSum(KqlDataType type) => KqlTypes.IsAny(type) || KqlTypes.IsNumber(type) || IsTime(type);

    private static bool IsOfOrder(KqlDataType type) => KqlTypes.IsNumber(type) || type == KqlDataType.Bool;

    private static bool AreComparable(KqlDataType left, KqlDataType right) => IsOfOrder(left) && IsOfOrder(right) || IsTime(left) && left == right;
}
