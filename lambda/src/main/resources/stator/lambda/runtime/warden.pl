# Stands between the server and a process of a function: whatever that process starts, in however
# many steps and sessions, ends with it, with this, and with the server.
#
# Orphans below it become its children (PR_SET_CHILD_SUBREAPER), so nothing gets away from it by
# forking twice; the kernel tells it when the server ends (PR_SET_PDEATHSIG). It uses no module, so
# that the smallest Perl runs it, and holds half a megabyte of its own.
#
#   perl warden.pl NUMBER-OF-PRCTL PROCESS-OF-THE-SERVER COMMAND ARGUMENT…

use strict;

my ($PR_SET_PDEATHSIG, $PR_SET_CHILD_SUBREAPER) = (1, 36);
my ($TERM, $KILL) = (15, 9);
my ($prctl, $server) = (shift, shift);

sub set { return syscall($prctl, $_[0], $_[1], 0, 0, 0) == 0 }

sub children {
    if (open(my $list, "<", "/proc/$$/task/$$/children")) {
        return split " ", <$list> // "";
    }
    # A kernel without that list: the second number after the name is the parent.
    my @found;
    for my $stat (glob "/proc/[0-9]*/stat") {
        open(my $in, "<", $stat) or next;
        my $line = <$in> // next;
        push @found, $line =~ /^(\d+)/ if $line =~ /.*\) \S (\d+)/s && $1 == $$;
    }
    return @found;
}

# Ends all below. What a child leaves behind becomes a child, so it goes on until there is none.
sub sweep {
    while (my @left = children()) {
        kill $KILL, @left;
        waitpid(shift @left, 0);
    }
}

$SIG{TERM} = sub { sweep(); exit 128 + $TERM };
$SIG{$_} = "IGNORE" for qw(HUP INT QUIT);
set($PR_SET_CHILD_SUBREAPER, 1) && set($PR_SET_PDEATHSIG, $TERM) or die "no prctl: $!\n";
exit 1 if getppid() != $server; # It was killed before the kernel was asked to tell.

my $child = fork();
die "no fork: $!\n" unless defined $child;
if ($child == 0) {
    $SIG{$_} = "DEFAULT" for qw(TERM HUP INT QUIT);
    set($PR_SET_PDEATHSIG, $KILL);
    delete $ENV{PERL_BADLANG}; # this program's own
    setpgrp(0, 0);
    exec { $ARGV[0] } @ARGV or print STDERR "$ARGV[0]: $!\n";
    exit 127;
}
my $status = 0;
while ((my $ended = wait()) != -1) {
    $status = $?;
    last if $ended == $child;
}
sweep();
exit($status & 127 ? 128 + ($status & 127) : $status >> 8);
