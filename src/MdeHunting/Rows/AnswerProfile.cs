using System.Globalization;
using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Tables;

namespace MdeHunting.Rows;

/// <summary>
/// What the first rows of a response have in common in the columns that a view may show: which of them are empty or alike in all rows, and how long their texts
/// are. A view uses it to say the one above the rows and to make room for the other. For one thread that adds rows, and others that look.
/// </summary>
internal sealed class AnswerProfile : IOfAnswer
{
    /// <summary>So many columns were chosen by the one who asked, and all of them are shown if they fit.</summary>
    public const int Few = 8;

    private readonly object _gate = new();
    private readonly string[] _names;
    private readonly int[] _places;
    private readonly ColumnProfile[] _columns;
    private int _rows;

    public AnswerProfile(string[] names)
    {
        _names = names;
        _places = [.. Enumerable.Range(0, names.Length).Where(i => names.Length <= Few || ColumnRoles.IsKnown(names[i]))];
        _columns = new ColumnProfile[_places.Length];
    }

    /// <inheritdoc/>
    public AnswerProfile Profile => this;

    /// <summary>Takes another row into account, unless there were enough.</summary>
    /// <param name="cells">Its cells, in the columns' order.</param>
    public void See(object?[] cells)
    {
        lock (_gate)
        {
            if (_rows == RowPreview.Rows)
            {
                return;
            }

            var isFirst = _rows++ == 0;
            for (var i = 0; i < _places.Length; i++)
            {
                _columns[i].See(cells[_places[i]], isFirst);
            }
        }
    }

    /// <summary>What is known of a column after the rows so far.</summary>
    /// <param name="name">The column.</param>
    /// <param name="rows">How many rows there were.</param>
    /// <returns>What is known; null where the column is none of those that were looked at.</returns>
    public ColumnProfile? Find(string name, out int rows)
    {
        lock (_gate)
        {
            rows = _rows;
            for (var i = 0; i < _places.Length; i++)
            {
                if (_names[_places[i]] == name)
                {
                    return _columns[i];
                }
            }
        }

        return null;
    }
}

/// <summary>What the rows of a response have in common in one column.</summary>
internal struct ColumnProfile
{
    private bool _differs;

    /// <summary>The first row's value; also every other's where they are <see cref="IsAlike"/>.</summary>
    public object? First { get; private set; }

    /// <summary>How long the longest text or whole number is; 0 where there was none.</summary>
    public int Length { get; private set; }

    /// <summary>How long the longest text is up to its first full stop.</summary>
    public int HostLength { get; private set; }

    /// <summary>Whether all rows have the same value.</summary>
    public readonly bool IsAlike => !_differs;

    /// <summary>Whether no row has a value.</summary>
    public readonly bool IsEmpty => !_differs && IsNothing(First);

    /// <summary>Whether a value is none; a dynamic one that has nothing in it is none, too.</summary>
    public static bool IsNothing(object? value) =>
        value switch
        {
            null or "" or Array { Length: 0 } => true,
            PSObject { BaseObject: PSCustomObject } bag => !bag.Properties.Any(),
            PSObject wrapped => IsNothing(wrapped.BaseObject),
            _ => false,
        };

    /// <summary>Whether two values are shown alike for sure.</summary>
    public static bool AreAlike(object? one, object? other) =>
        (one, other) switch
        {
            (null, null) => true,
            (string a, string b) => a == b,
            (long a, long b) => a == b,
            (int a, int b) => a == b,
            (bool a, bool b) => a == b,
            (DateTime a, DateTime b) => a == b,
            (Guid a, Guid b) => a == b,
            _ => false,
        };

    /// <summary>Takes another value into account.</summary>
    public void See(object? value, bool isFirst)
    {
        if (isFirst)
        {
            First = value;
            _differs = !IsNothing(value) && value is not (string or long or int or bool or DateTime or Guid);
        }
        else if (!_differs && !ReferenceEquals(value, First))
        {
            _differs = !AreAlike(value, First) && !(IsNothing(value) && IsNothing(First));
        }

        if (value is string { Length: var length } text && length > HostLength)
        {
            Length = Math.Max(Length, length);
            var host = text.IndexOf('.');
            HostLength = Math.Max(HostLength, host < 0 ? length : host);
        }
        else if (value is long or int)
        {
            Length = Math.Max(Length, Digits(Convert.ToInt64(value, CultureInfo.InvariantCulture)));
        }
    }

    private static int Digits(long number)
    {
        var digits = number < 0 ? 2 : 1;
        for (; number is >= 10 or <= -10; number /= 10)
        {
            digits++;
        }

        return digits;
    }
}
