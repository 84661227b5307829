using System.Text;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.Text;

namespace MdeHunting.Views;

/// <summary>What is said of a column of all rows, which is not shown then: a value, or none.</summary>
internal sealed record RowClaim(int Place, object? Value)
{
    private const int MostClaims = 8;
    private const int MostClaimWidth = 40;

    /// <summary>
    /// What all rows of the response have in common in these columns, and this row too, which may have been changed since. Where a row is from and when it
    /// happened is always shown, and so are at least three columns.
    /// </summary>
    public static List<RowClaim> Of(string[] names, object?[] values, List<int> places, AnswerProfile? profile)
    {
        List<RowClaim> claims = [];
        foreach (var place in places)
        {
            if (
                ColumnRoles.RoleOf(names[place]) is { } role && (ColumnRoles.IsSource(role) || role == ColumnRole.Time)
                || profile?.Find(names[place], out var rows) is not { IsAlike: true } column
                || rows < 2
                || !Holds(column.First, values[place])
                || (!column.IsEmpty && CellText.Width(CellText.Shown(column.First, 0)) > MostClaimWidth)
            )
            {
                continue;
            }

            claims.Add(new RowClaim(place, column.IsEmpty ? null : column.First));
        }

        // Of those that have a value, the most telling ones come back.
        while (places.Count - claims.Count < RowLayout.LeastPicks)
        {
            var best = -1;
            for (var i = 0; i < claims.Count; i++)
            {
                best =
                    claims[i].Value is not null
                    && (best < 0 || ColumnRoles.RankOf(names, names[claims[i].Place]) < ColumnRoles.RankOf(names, names[claims[best].Place]))
                        ? i
                        : best;
            }

            if (best < 0)
            {
                break;
            }

            claims.RemoveAt(best);
        }

        return claims;
    }

    /// <summary>What all objects of a table have in common, but for what matters most of them; at least three columns are always shown.</summary>
    public static List<RowClaim> Of(OutputColumn[] columns, object?[] values, OutputProfile profile)
    {
        var claims = new List<RowClaim>();
        foreach (var place in Enumerable.Range(0, columns.Length).OrderByDescending(place => columns[place].Rank))
        {
            if (
                columns[place].Rank > 0
                && columns.Length - claims.Count > RowLayout.LeastPicks
                && profile.Claim(place) is { } claim
                && claim.Holds(values)
                && CellText.Width(CellText.Shown(claim.Value, 0)) <= MostClaimWidth
            )
            {
                claims.Add(claim);
            }
        }

        return [.. claims.OrderBy(claim => claim.Place)];
    }

    /// <summary>The places without those that something is said of.</summary>
    public static List<int> Without(List<int> places, List<RowClaim> claims) => places.FindAll(place => !claims.Exists(claim => claim.Place == place));

    /// <summary>Whether it is so in a row.</summary>
    public bool Holds(object?[] values) => Holds(Value, values[Place]);

    /// <summary>What is said, behind how many columns are shown.</summary>
    /// <param name="shown">How many columns are shown, as words.</param>
    /// <param name="claims">What is to be said.</param>
    /// <param name="names">The names of the row's columns.</param>
    public static string Tell(string shown, RowClaim[] claims, string[] names)
    {
        var hint = new StringBuilder(shown);
        Add(" In these rows: ", claim => claim.Value is not null, claim => $"{CellText.Of(names[claim.Place])} '{CellText.Shown(claim.Value, 0)}'");
        Add(" Empty: ", claim => claim.Value is null, claim => CellText.Of(names[claim.Place]));
        return hint.ToString();

        void Add(string words, Predicate<RowClaim> isOne, Func<RowClaim, string> text)
        {
            var some = Array.FindAll(claims, isOne);
            if (some.Length > 0)
            {
                hint.Append(hint[hint.Length - 1] == '.' ? string.Empty : ".")
                    .Append(words)
                    .Append(string.Join(", ", some.Take(MostClaims).Select(text)))
                    .Append(some.Length > MostClaims ? ", …" : ".");
            }
        }
    }

    private static bool Holds(object? claimed, object? value)
    {
        var bare = BareValue.Of(value);
        return ColumnProfile.IsNothing(claimed) ? ColumnProfile.IsNothing(value) : ColumnProfile.AreAlike(claimed, bare);
    }
}
