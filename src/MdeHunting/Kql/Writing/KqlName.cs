using System.Globalization;
using System.Text;
using MdeHunting.Kql.Analysis;

namespace MdeHunting.Kql.Writing;

/// <summary>Writes names into a query.</summary>
internal static class KqlName
{
    // They begin a literal, a statement or a source.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "true",
        "false",
        "null",
        "let",
        "set",
        "alias",
        "pattern",
        "restrict",
        "datatable",
        "externaldata",
        "print",
        "range",
        "view",
        "materialize",
        "toscalar",
        "table",
        "bool",
        "boolean",
        "date",
        "datetime",
        "decimal",
        "double",
        "real",
        "guid",
        "uniqueid",
        "uuid",
        "int",
        "int32",
        "int64",
        "long",
        "string",
        "time",
        "timespan",
    };

    /// <summary>
    /// A name as a query has it: as it is, or between brackets where it is not of the language's own letters and digits or is one of its words. Whatever it
    /// holds, it stays one name, and the lexer reads the same one back.
    /// </summary>
    public static string Write(string name)
    {
        if (IsPlain(name))
        {
            return name;
        }

        var text = new StringBuilder("['");
        for (var i = 0; i < name.Length; i++)
        {
            if (i + 1 < name.Length && char.IsSurrogatePair(name, i))
            {
                text.Append(name[i++]).Append(name[i]);
            }
            else
            {
                Append(text, name[i]);
            }
        }

        return text.Append("']").ToString();
    }

    /// <summary>Whether a name needs no brackets.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0
        && name[0] != '$'
        && KqlCharacters.IsNameStart(name[0])
        && KqlCharacters.EndOfName(name, 0) == name.Length
        && !Reserved.Contains(name)
        && KqlFunctions.KindOf(name) is not (KqlFunctionKind.Word or KqlFunctionKind.Keyword)
        && !OperatorAnalyzer.IsOperator(name);

    private static void Append(StringBuilder text, char c)
    {
        if (c is '\\' or '\'')
        {
            text.Append('\\').Append(c);
        }
        else if (c == '\n')
        {
            text.Append("\\n");
        }
        else if (c == '\r')
        {
            text.Append("\\r");
        }
        else if (char.IsControl(c) || char.IsSurrogate(c) || KqlCharacters.IsLineEnd(c))
        {
            text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        else
        {
            text.Append(c);
        }
    }
}
