using System.Globalization;
using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Journal;

/// <summary>
/// One line of a journal: an object of JSON whose members are texts, whole numbers, flags, texts that have names, and lists of what has a name and a type.
/// </summary>
internal sealed class JournalLine
{
    private readonly List<KeyValuePair<string, object>> _members = [];

    /// <summary>The members, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Members => _members;

    /// <summary>Adds a text; nothing where there is none.</summary>
    public JournalLine With(string name, string? text) => Add(name, text);

    /// <summary>Adds a number; nothing where there is none.</summary>
    public JournalLine With(string name, long? number) => Add(name, number);

    /// <summary>Adds a flag; nothing where there is none.</summary>
    public JournalLine With(string name, bool? flag) => Add(name, flag);

    /// <summary>Adds a moment (UTC) with all its digits; nothing where there is none.</summary>
    public JournalLine With(string name, DateTime? moment) => Add(name, moment is { } known ? UtcText.Exact(known) : null);

    /// <summary>Adds texts that have names.</summary>
    public JournalLine With(string name, IReadOnlyList<KeyValuePair<string, string>>? texts) => Add(name, texts);

    /// <summary>
    /// Adds a list of names that others chose, with their types: no names of members, which many readers, such as PowerShell's, take for the same one whatever
    /// their case, and for none where they are empty.
    /// </summary>
    public JournalLine WithNames(string name, IReadOnlyList<TypedName>? names) => Add(name, names);

    /// <summary>Adds all members of another line.</summary>
    public JournalLine With(JournalLine other)
    {
        _members.AddRange(other._members);
        return this;
    }

    /// <summary>A line without some members.</summary>
    public JournalLine Without(params string[] names)
    {
        var line = new JournalLine();
        line._members.AddRange(_members.Where(member => !names.Contains(member.Key)));
        return line;
    }

    /// <summary>A text; null where there is none of that name.</summary>
    public string? Text(string name) => Find(name) as string;

    /// <summary>A number; null where there is none of that name.</summary>
    public long? Number(string name) => Find(name) as long?;

    /// <summary>Texts that have names; none where there are none of that name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts(string name) => Find(name) as IReadOnlyList<KeyValuePair<string, string>> ?? [];

    /// <summary>Whether there is a flag of that name which is set.</summary>
    public bool IsSet(string name) => Find(name) is true;

    /// <summary>A moment (UTC); null where there is none of that name.</summary>
    public DateTime? Moment(string name) => Text(name) is { } text ? UtcText.ReadExact(text) : null;

    /// <summary>The line as JSON, in one line.</summary>
    public string ToJson()
    {
        var json = new StringBuilder("{");
        foreach (var member in _members)
        {
            WriteName(json, member.Key);
            switch (member.Value)
            {
                case string text:
                    JsonString.Write(json, text);
                    break;
                case bool flag:
                    json.Append(flag ? "true" : "false");
                    break;
                case long number:
                    json.Append(number.ToString(CultureInfo.InvariantCulture));
                    break;
                case IReadOnlyList<KeyValuePair<string, string>> texts:
                    json.Append('{');
                    foreach (var text in texts)
                    {
                        WriteName(json, text.Key);
                        JsonString.Write(json, text.Value);
                    }

                    json.Append('}');
                    break;
                case IReadOnlyList<TypedName> names:
                    json.Append('[');
                    foreach (var one in names)
                    {
                        json.Append(json[json.Length - 1] == '[' ? "{" : ",{");
                        WriteName(json, TypedName.NameMember);
                        JsonString.Write(json, one.Name);
                        WriteName(json, TypedName.TypeMember);
                        JsonString.Write(json, one.Type);
                        json.Append('}');
                    }

                    json.Append(']');
                    break;
            }
        }

        return json.Append('}').ToString();
    }

    private static void WriteName(StringBuilder json, string name)
    {
        if (json[json.Length - 1] != '{')
        {
            json.Append(',');
        }

        JsonString.Write(json, name);
        json.Append(':');
    }

    private JournalLine Add(string name, object? value)
    {
        if (value is not null)
        {
            _members.Add(new KeyValuePair<string, object>(name, value));
        }

        return this;
    }

    private object? Find(string name) => _members.Find(member => member.Key == name).Value;
}
