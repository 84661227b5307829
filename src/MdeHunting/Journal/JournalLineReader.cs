using System.Globalization;
using System.Text;

namespace MdeHunting.Journal;

/// <summary>Reads a line as <see cref="JournalLine"/> writes it, and nothing else: what is written otherwise did not come from there.</summary>
internal sealed class JournalLineReader
{
    private readonly string _json;
    private int _at;

    private JournalLineReader(string json)
    {
        _json = json;
    }

    /// <summary>The line; null where the text is none.</summary>
    public static JournalLine? Read(string json)
    {
        var reader = new JournalLineReader(json);
        var line = new JournalLine();
        return reader.TryReadMembers((name, value) => Add(line, name, value)) && reader._at == json.Length ? line : null;
    }

    private static void Add(JournalLine line, string name, object value)
    {
        switch (value)
        {
            case string text:
                line.With(name, text);
                break;
            case bool flag:
                line.With(name, flag);
                break;
            case long number:
                line.With(name, number);
                break;
            case IReadOnlyList<KeyValuePair<string, string>> texts:
                line.With(name, texts);
                break;
            case IReadOnlyList<TypedName> names:
                line.WithNames(name, names);
                break;
        }
    }

    private bool TryReadMembers(Action<string, object> add)
    {
        if (!Take('{'))
        {
            return false;
        }

        // A name that stands there twice would be one member to this reader and another one to the next.
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var isFirst = true; !Take('}'); isFirst = false)
        {
            if ((!isFirst && !Take(',')) || ReadString() is not { } name || !names.Add(name) || !Take(':') || ReadValue() is not { } value)
            {
                return false;
            }

            add(name, value);
        }

        return true;
    }

    private object? ReadValue() =>
        Peek switch
        {
            '"' => ReadString(),
            '{' => ReadTexts(),
            '[' => ReadTypedNames(),
            't' => TakeWord("true") ? true : null,
            'f' => TakeWord("false") ? false : null,
            _ => ReadNumber(),
        };

    private List<KeyValuePair<string, string>>? ReadTexts()
    {
        var texts = new List<KeyValuePair<string, string>>();
        var areAll = true;
        var isRead = TryReadMembers(
            (name, value) =>
            {
                areAll &= value is string;
                texts.Add(new KeyValuePair<string, string>(name, value as string ?? string.Empty));
            }
        );
        return isRead && areAll ? texts : null;
    }

    private List<TypedName>? ReadTypedNames()
    {
        var names = new List<TypedName>();
        Take('[');
        while (!Take(']'))
        {
            if (
                (names.Count > 0 && !Take(','))
                || ReadTexts() is not [{ Key: TypedName.NameMember, Value: var name }, { Key: TypedName.TypeMember, Value: var type }]
            )
            {
                return null;
            }

            names.Add(new TypedName(name, type));
        }

        return names;
    }

    private object? ReadNumber()
    {
        var start = _at;
        while (Peek is (>= '0' and <= '9') or '-')
        {
            _at++;
        }

        return long.TryParse(_json.Substring(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private string? ReadString()
    {
        if (!Take('"'))
        {
            return null;
        }

        var text = new StringBuilder();
        while (_at < _json.Length)
        {
            var c = _json[_at++];
            if (c == '"')
            {
                return text.ToString();
            }

            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            if (ReadEscape() is not { } escaped)
            {
                return null;
            }

            text.Append(escaped);
        }

        return null;
    }

    private char? ReadEscape()
    {
        var kind = Peek;
        _at++;
        switch (kind)
        {
            case '"' or '\\':
                return kind;
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when _at + 4 <= _json.Length:
                _at += 4;
                return ushort.TryParse(_json.Substring(_at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    ? (char)code
                    : null;
            default:
                return null;
        }
    }

    private char Peek => _at < _json.Length ? _json[_at] : '\0';

    private bool Take(char expected)
    {
        if (Peek != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (string.CompareOrdinal(_json, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        return true;
    }
}
