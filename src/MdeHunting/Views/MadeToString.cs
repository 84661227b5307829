using System.Collections;
using System.Management.Automation;
using MdeHunting.Hunting;

namespace MdeHunting.Views;

/// <summary>The <c>ToString</c> of what cannot change: a list of an output, or a safe copy. The text is made when it is asked for.</summary>
/// <param name="make">Makes the text.</param>
internal sealed class MadeToString(Func<string> make) : ToStringMember
{
    private const string Separator = "; ";

    /// <summary>A list with a text: what is in it, in the order in which it is.</summary>
    /// <param name="items">The list.</param>
    /// <param name="text">Makes the text of one item.</param>
    public static PSObject Join(IList items, Func<object?, string> text) => Give(items, () => string.Join(Separator, items.Cast<object?>().Select(text)));

    /// <summary>A list of rows with a text: how many they are.</summary>
    /// <param name="rows">The rows.</param>
    public static PSObject Count<T>(IReadOnlyList<T> rows) => Give(rows, () => FormattableString.Invariant($"{rows.Count:N0} {(rows.Count == 1 ? "row" : "rows")}"));

    // To everything else it is the list.
    private static PSObject Give(object list, Func<string> make)
    {
        var made = new PSObject(list);
        OwnMember.Give(made, new MadeToString(make));
        return made;
    }

    /// <inheritdoc/>
    public override object Invoke(params object?[] arguments) => make();

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new MadeToString(make);
}
