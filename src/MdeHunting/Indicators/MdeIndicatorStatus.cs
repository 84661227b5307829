namespace MdeHunting;

/// <summary>What a sweep knows of an indicator in one tenant.</summary>
public enum MdeIndicatorStatus
{
    /// <summary>It wasn't searched for, or no table gave a response.</summary>
    NotSearched,

    /// <summary>Every table that can hold it was searched for the whole time, and it's in none of them.</summary>
    NotFound,

    /// <summary>It wasn't found, and some of what can hold it wasn't searched, or not for the whole time.</summary>
    Partial,

    /// <summary>It was found.</summary>
    Found,
}
