namespace RiskPlatform.Strategies.ModuleHost;

/// <summary>Counts who uses a thing, without a lock; retired, and left by the last, it is put away.</summary>
/// <param name="putAway">Called once, by whoever leaves last.</param>
internal sealed class UseCount(Action putAway)
{
    private int _uses = 1; // One for being current, which Retire gives back.
    private volatile bool _isRetired;

    /// <summary>Whether it has been taken out of service.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>Begins a use, or says that the thing is gone.</summary>
    public bool TryEnter()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0)
        {
            int seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return true;
            }

            uses = seen;
        }

        return false;
    }

    /// <summary>Ends a use.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            putAway();
        }
    }

    /// <summary>Takes it out of service. Call it once; uses that began before go on.</summary>
    public void Retire()
    {
        _isRetired = true;
        Leave();
    }
}
