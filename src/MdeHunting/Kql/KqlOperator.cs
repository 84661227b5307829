namespace MdeHunting.Kql;

/// <summary>An operator of the language.</summary>
/// <param name="name">Its name.</param>
/// <param name="text">Its name with the word that always follows it, such as <c>order by</c>.</param>
/// <param name="arguments">What its arguments are.</param>
/// <param name="columns">What becomes of the columns.</param>
/// <param name="rows">What becomes of the rows.</param>
/// <param name="isSuggested">Whether it is suggested.</param>
internal sealed class KqlOperator(string name, string text, KqlArguments arguments, KqlColumnEffect columns, KqlRowEffect rows, bool isSuggested)
{
    private readonly List<CompletionItem> _words = [];
    private readonly List<string> _options = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether <c>by</c> always follows it.</summary>
    public bool HasBy => text.EndsWith(" by", StringComparison.Ordinal);

    /// <summary>Whether it is suggested; what is not is an older name of another, or is not for hunting.</summary>
    public bool IsSuggested => isSuggested;

    /// <summary>What its arguments are.</summary>
    public KqlArguments Arguments => arguments;

    /// <summary>What becomes of the columns.</summary>
    public KqlColumnEffect Columns => columns;

    /// <summary>What becomes of the rows.</summary>
    public KqlRowEffect Rows => rows;

    /// <summary>The words that belong to it, as far as they are suggested.</summary>
    public IReadOnlyList<CompletionItem> Words => _words;

    /// <summary>The names of its options, such as <c>kind</c>.</summary>
    public IReadOnlyList<string> Options => _options;

    /// <summary>Whether its arguments are, or begin with, any of some.</summary>
    public bool Takes(KqlArguments any) => (arguments & any) != 0;

    /// <summary>One of which nothing but the name is known.</summary>
    public static KqlOperator Unknown(string name) => new(name, name, KqlArguments.Values, KqlColumnEffect.Unknown, KqlRowEffect.All, isSuggested: false);

    /// <summary>Adds a word of it, with what it is for where it is suggested.</summary>
    public void Add(string word, string? meaning)
    {
        if (meaning is not null)
        {
            _words.Add(new CompletionItem(word, CompletionItemKind.Keyword, meaning));
        }

        if (word.IndexOfAny(['=', '.']) is > 0 and var end && word.Substring(0, end) is var option && !_options.Contains(option))
        {
            _options.Add(option);
        }
    }
}
