using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>The values of a command that connects to each row of a table: an empty cell of the table is as if the parameter was not specified.</summary>
/// <param name="isTable">Whether the command reads a table.</param>
/// <param name="typed">The parameters that stand in the command itself, and so hold for each row.</param>
internal sealed class ConnectCells(bool isTable, IEnumerable<string> typed)
{
    private readonly HashSet<string> _typed = new(typed, StringComparer.OrdinalIgnoreCase);

    /// <summary>A text as it was specified, blank or not; null for an empty cell.</summary>
    public string? Given(string parameter, string? value) => Holds(parameter) && string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>A text; null where it was not specified.</summary>
    /// <exception cref="ConnectionException">It was typed, and is blank.</exception>
    public string? Text(string parameter, string? value) =>
        value is null || !string.IsNullOrWhiteSpace(value) ? value
        : Holds(parameter) ? null
        : throw Blank(parameter);

    /// <summary>One of an enumeration's values.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="usual">The value where none was specified.</param>
    /// <exception cref="ConnectionException">It was typed, and is blank; or there is no such value.</exception>
    public T Value<T>(string parameter, T value, T usual)
        where T : struct, Enum =>
        CellAttribute.UnknownText(value) is { } text
            ? throw ConnectArguments.Conflict(
                $"The value '{text}' of -{parameter} isn't valid.",
                $"{(EditDistance.Ask(EditDistance.Find(text, Enum.GetNames(typeof(T)))) is { } near ? $"{near} " : string.Empty)}Specify one of these: {string.Join(", ", Enum.GetNames(typeof(T)))}."
                    + (typeof(T) == typeof(MdeCloud) ? " The cloud that 21Vianet operates in China has no advanced hunting." : string.Empty)
            )
        : !CellAttribute.IsBlank(value) ? value
        : Holds(parameter) ? usual
        : throw Blank(parameter);

    // Whether it comes from the table.
    private bool Holds(string parameter) => isTable && !_typed.Contains(parameter);

    private static ConnectionException Blank(string parameter) =>
        ConnectArguments.Conflict($"-{parameter} is blank.", "Specify a value, or remove the parameter.");
}
