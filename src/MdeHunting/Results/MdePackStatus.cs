namespace MdeHunting;

/// <summary>What became of a pack's query in one tenant.</summary>
public enum MdePackStatus
{
    /// <summary>It ran, and returned rows.</summary>
    Found,

    /// <summary>It ran as a whole, and returned no rows.</summary>
    NothingFound,

    /// <summary>
    /// It ran, and rows are missing that nobody left out on purpose: the service cut them off, doesn't retain them, or failed for a part of the time.
    /// </summary>
    Cut,

    /// <summary>
    /// It was rejected because of the query itself: its syntax, a column that doesn't exist, or a time range or a split that it doesn't allow.
    /// </summary>
    Refused,

    /// <summary>
    /// It can't run in this tenant: it reads a table that the tenant doesn't have, that was retired, or that is one of Microsoft Sentinel's, or uses an
    /// operator that no hunting service has. Most are known before a call is spent.
    /// </summary>
    NotRunnable,

    /// <summary>It gave no result, through no fault of the query: the service, the network, the permission, or the quota.</summary>
    Failed,

    /// <summary>It wasn't run: a parameter has no value, -WhatIf, a sign-in that's no longer valid, or the end of the command.</summary>
    Skipped,
}
