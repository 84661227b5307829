namespace MdeHunting.Kql;

/// <summary>An operator of the language.</summary>
/// <param name="name">Its name.</param>
/// <param name="text">Its name with the word that always follows it, such as <c>order by</c>.</param>
/// <param name="arguments">What its arguments are.</param>
/// <param name="columns">What becomes of the columns.</param>
/// <param name="rows">What becomes of the rows.</param>
internal sealed class KqlOperator(string name, string text, KqlArguments arguments, KqlColumnEffect columns, KqlRowEffect rows)
{
    private readonly List<CompletionItem> _words = [];
    private readonly List<string> _options = [];
    private readonly List<string> _named = [];
    private Dictionary<string, string[]>? _choices;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its name with the word that always follows it.</summary>
    public string Text => text;

    /// <summary>Whether <c>by</c> always follows it.</summary>
    public bool HasBy => text.EndsWith(" by", StringComparison.Ordinal);

    /// <summary>What becomes of the columns.</summary>
    public KqlColumnEffect Columns => columns;

    /// <summary>What becomes of the rows.</summary>
    public KqlRowEffect Rows => rows;

    /// <summary>The words that belong to it, as far as they are suggested.</summary>
    public IReadOnlyList<CompletionItem> Words => _words;

    /// <summary>All words that belong to it.</summary>
    public IReadOnlyList<string> Named => _named;

    /// <summary>The names of its options, such as <c>kind</c>.</summary>
    public IReadOnlyList<string> Options => _options;

    /// <summary>Whether its arguments are, or begin with, any of some.</summary>
    public bool Takes(KqlArguments any) => (arguments & any) != 0;

    /// <summary>One of which nothing but the name is known.</summary>
    public static KqlOperator Unknown(string name) => new(name, name, KqlArguments.Values, KqlColumnEffect.Unknown, KqlRowEffect.All);

    /// <summary>What an option may be; none where that is not known.</summary>
    public IReadOnlyList<string> Choices(string option) => _choices is not null && _choices.TryGetValue(option, out var choices) ? choices : [];

    /// <summary>Adds a word of it, with what it is for where it is suggested, and what it may be where it is an option of few values.</summary>
    public void Add(string word, string? meaning, string[]? choices)
    {
        _named.Add(word);
        if (meaning is { Length: > 0 })
        {
            _words.Add(new CompletionItem(word, CompletionItemKind.Keyword, meaning));
        }

        if (word.IndexOfAny(['=', '.']) is > 0 and var end && word.Substring(0, end) is var option && !_options.Contains(option))
        {
            _options.Add(option);
        }

        if (choices is not null)
        {
            (_choices ??= new(StringComparer.Ordinal))[word.TrimEnd('=')] = choices;
        }
    }
}

/// <summary>What an operator's arguments are.</summary>
[Flags]
internal enum KqlArguments
{
    /// <summary>Neither columns nor values of them.</summary>
    None = 0,

    /// <summary>Columns, and values that are computed of them.</summary>
    Values = 1 << 0,

    /// <summary>As values, and aggregates.</summary>
    Aggregates = 1 << 1,

    /// <summary>Columns alone.</summary>
    Columns = 1 << 2,

    /// <summary>Columns or values behind <c>by</c>.</summary>
    Keys = 1 << 3,

    /// <summary>Tables, or rows in brackets.</summary>
    Tables = 1 << 4,

    /// <summary>The word <c>on</c>, behind which there are columns.</summary>
    On = 1 << 5,

    /// <summary>Pipelines over its rows, in brackets.</summary>
    Parts = 1 << 6,

    /// <summary>A plug-in.</summary>
    Plugin = 1 << 7,

    /// <summary>A number to begin with.</summary>
    Number = 1 << 8,

    /// <summary>Whatever they are, it is whole without any.</summary>
    Optional = 1 << 9,

    /// <summary>One of its own words.</summary>
    Words = 1 << 10,
}

/// <summary>What becomes of the columns behind an operator.</summary>
internal enum KqlColumnEffect
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>They stay.</summary>
    Same,

    /// <summary>Those that it makes are added.</summary>
    Added,

    /// <summary>They are those that it names and makes.</summary>
    Projected,

    /// <summary>They are those that it names; without a name, all.</summary>
    Distinct,

    /// <summary>Those stay that are of its patterns.</summary>
    Kept,

    /// <summary>Those go that are of its patterns.</summary>
    Removed,

    /// <summary>Some have other names.</summary>
    Renamed,

    /// <summary>Those of a pattern of text are added.</summary>
    Parsed,

    /// <summary>Those of keys are added.</summary>
    ParsedKeys,

    /// <summary>Those that it names have other values.</summary>
    Expanded,

    /// <summary>As expanded, and what the pipeline behind <c>on</c> does.</summary>
    Applied,

    /// <summary>They are its groups and aggregates.</summary>
    Grouped,

    /// <summary>There is one, the number.</summary>
    Counted,

    /// <summary>They are its axis, groups and series.</summary>
    Series,

    /// <summary>Those of its right side are added.</summary>
    Joined,

    /// <summary>Those of its tables are added.</summary>
    United,

    /// <summary>They are those of a schema.</summary>
    Schema,

    /// <summary>They are patterns of texts, and how many rows have each.</summary>
    Reduced,

    /// <summary>They are the one that it names, and how often its values are there.</summary>
    Frequent,

    /// <summary>They are those of its levels, each with what the level goes by.</summary>
    Nested,
}

/// <summary>What becomes of the rows behind an operator; by it goes whether a query can be split there.</summary>
internal enum KqlRowEffect
{
    /// <summary>What it gives depends on all rows, so that the query cannot be split.</summary>
    All,

    /// <summary>Each is treated by itself.</summary>
    Each,

    /// <summary>Those for which a condition holds stay.</summary>
    Filtered,

    /// <summary>So many of them stay.</summary>
    Limited,

    /// <summary>They are drawn, and nothing follows.</summary>
    Drawn,

    /// <summary>They have a name from there on.</summary>
    Named,

    /// <summary>They are in an order.</summary>
    Ordered,

    /// <summary>They are matched with those of another table.</summary>
    Joined,

    /// <summary>They are matched with those of a smaller table.</summary>
    LookedUp,

    /// <summary>Those of other tables come as well.</summary>
    United,

    /// <summary>They become groups or a number, for which windows are no way unless there is no time.</summary>
    Set,

    /// <summary>Pipelines in brackets treat all of them.</summary>
    Parts,

    /// <summary>A pipeline in brackets treats each.</summary>
    Applied,

    /// <summary>A function treats all of them.</summary>
    Function,

    /// <summary>A plug-in treats all of them.</summary>
    Plugin,

    /// <summary>They are aggregated along an axis from a moment on.</summary>
    Series,

    /// <summary>Sequences of those for which conditions hold are looked for.</summary>
    Scanned,

    /// <summary>Those stay that have a text.</summary>
    Searched,

    /// <summary>They are a graph.</summary>
    Graph,

    /// <summary>It reads what a group of entities names.</summary>
    Entities,
}
